import { readdirSync } from 'node:fs';
import * as firehoseClient from '@aws-sdk/client-firehose';
import * as kinesisClient from '@aws-sdk/client-kinesis';
import * as s3Client from '@aws-sdk/client-s3';
import { readText, ROOT } from '../support/repository.ts';

export interface Operation {
  readonly name: string;
  /** What its documentation says after "Unlike AWS:", as one sentence or more. */
  readonly unlike: string;
  /** The same after "Unverified:". */
  readonly unverified: string;
}

export interface Operations {
  readonly service: string;
  readonly offered: readonly Operation[];
  /** What the AWS SDK could ask for besides. */
  readonly notOffered: readonly string[];
}

const SERVICES = [
  { service: 'Kinesis Data Streams', folder: 'emulator/kinesis/actions/', client: kinesisClient },
  { service: 'Data Firehose', folder: 'emulator/firehose/actions/', client: firehoseClient },
  { service: 'S3', folder: 'emulator/s3/actions/', client: s3Client },
];

/** What each operation says of itself, read from the comment above it. */
export const readOperations = (): Operations[] =>
  SERVICES.map(({ service, folder, client }) => {
    const offered = readdirSync(ROOT + folder)
      .filter((file) => !file.endsWith('.test.ts') && file !== 'index.ts')
      .map((file) => readOperation(readText(folder + file)))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const names = new Set(offered.map(({ name }) => name));
    const notOffered = Object.keys(client)
      .filter((name) => /^[A-Z]\w+Command$/.test(name))
      .map((name) => name.replace(/Command$/, ''))
      .filter((name) => !names.has(name));
    return { service, offered, notOffered: notOffered.toSorted() };
  });

function readOperation(source: string): Operation {
  const name = /^ {2}name: '(\w+)'/m.exec(source)?.[1] ?? '';
  const comment = /\/\*\*\n((?: \*.*\n)+?) \*\/\nexport const/.exec(source)?.[1] ?? '';
  const words = comment
    .replaceAll(/^ \* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { name, unlike: after('Unlike AWS', words), unverified: after('Unverified', words) };
}

/** The text behind the heading, up to the next one. */
function after(heading: string, words: string): string {
  const pattern = new RegExp(
    `${heading}(?:, [^:]+)?: (.*?)(?= (?:As on AWS|Unlike AWS|Unverified)\\b|$)`,
  );
  const [, found = ''] = pattern.exec(words) ?? [];
  return found.charAt(0).toUpperCase() + found.slice(1);
}
