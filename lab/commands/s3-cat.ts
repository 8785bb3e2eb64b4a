import { EXIT, UsageError } from '#runtime/errors.ts';
import { lookedAt } from '../archive/looked-at.ts';
import { listArchive, recordsIn } from '../archive/objects.ts';
import type { Run } from './command.ts';

/** Shows the records of an object that Firehose has written, one a line. */
export const s3Cat: Run = (settings, scope) =>
  lookedAt(settings, scope, async ({ s3, bucket }) => {
    const key = settings.object ?? (await listArchive(s3, bucket)).at(-1)?.key;
    if (key === undefined) {
      throw new UsageError([
        `there is no object in ${bucket} yet: Firehose writes when its buffer is full or old enough`,
      ]);
    }
    const records = await recordsIn(s3, bucket, key);
    scope.talk.write(`s3://${bucket}/${key}, split into records: Firehose puts nothing between.\n`);
    for (const record of records) scope.out.write(`${record}\n`);
    return EXIT.ok;
  });
