import { invalidArgument } from './errors.ts';
import type { S3Call } from './s3-action.ts';

/** As on AWS: also what a greater number is cut to. */
const MAX_KEYS = 1_000;
const MAX_INT32 = 2_147_483_647;

/** How the answer writes keys, prefixes and delimiters: as they are, or percent-encoded. */
export type KeyEncoder = (text: string) => string;

/** What both ways of listing objects take. */
export interface ListParameters {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  readonly encodingType: 'url' | undefined;
  readonly encode: KeyEncoder;
}

export function listParameters(query: S3Call['query']): ListParameters {
  const encodingType = readEncodingType(query.get('encoding-type'));
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: readMaxKeys(query.get('max-keys')),
    encodingType,
    encode: encodingType === 'url' ? urlEncode : (text) => text,
  };
}

/** Unverified: the wording for what is no number; that for a negative one is recorded. */
function readMaxKeys(text: string | null): number {
  if (text === null || text === '') return MAX_KEYS;
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || Math.abs(value) > MAX_INT32) {
    throw invalidArgument(
      'Provided max-keys not an integer or within integer range',
      'max-keys',
      text,
    );
  }
  if (value < 0) {
    throw invalidArgument(
      `Argument maxKeys must be an integer between 0 and ${MAX_INT32}`,
      'maxKeys',
      text,
    );
  }
  return Math.min(value, MAX_KEYS);
}

function readEncodingType(text: string | null): 'url' | undefined {
  if (text === null || text === '') return undefined;
  if (text === 'url') return 'url';
  throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', text);
}

/** As on AWS: as in a form, so a space becomes a plus sign, but slashes stay. */
function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
