import { EXIT } from '#runtime/errors.ts';
import { listArchive, objectJson, objectLine } from '../archive/objects.ts';
import { lookedAt } from '../archive/looked-at.ts';
import type { Run } from './command.ts';

/** Lists what Firehose has written, oldest first. */
export const s3Ls: Run = (settings, scope) =>
  lookedAt(settings, scope, async ({ s3, bucket }) => {
    const toLine = settings.output === 'json' ? objectJson : objectLine;
    for (const object of await listArchive(s3, bucket)) scope.out.write(`${toLine(object)}\n`);
    return EXIT.ok;
  });
