import type { S3Client } from '@aws-sdk/client-s3';
import { defaultTopology } from '#pipeline/topology.ts';
import { s3Client } from '#runtime/aws.ts';
import { UsageError } from '#runtime/errors.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { placeOf } from '../running-lab.ts';
import { explained } from '../service-errors.ts';
import type { Settings } from '../settings/settings.ts';

interface Archive {
  readonly s3: S3Client;
  readonly bucket: string;
}

/** Opens the bucket that Firehose writes to, for a command that looks at it. */
export async function lookedAt(
  settings: Settings,
  { env }: ProgramScope,
  look: (archive: Archive) => Promise<number>,
): Promise<number> {
  if (settings.target === 'aws' && settings.bucket === undefined) {
    throw new UsageError(['on aws the bucket has a name of its own: --bucket NAME']);
  }
  const s3 = s3Client(placeOf(settings, env).s3);
  try {
    return await explained(() => look({ s3, bucket: settings.bucket ?? defaultTopology.bucket }));
  } finally {
    s3.destroy();
  }
}
