import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { nameOf, statusOf } from './aws-errors.ts';

/** A record that could not be processed, and why. Its bytes, not its value: it may not have one. */
export interface DeadRecord {
  /** `stream@epoch/shard/sequence/sub`. */
  readonly id: string;
  readonly group: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string | undefined;
  readonly arrivedAt: Date;
  readonly raw: Uint8Array;
  readonly error: { readonly name: string; readonly message: string };
  readonly attempts: number;
}

/** Where records go that nobody could process. Putting one twice must leave one. */
export interface DeadLetter {
  readonly put: (record: DeadRecord) => Promise<void>;
}

export interface S3DeadLetterOptions {
  /** With `maxAttempts: 1`. */
  readonly client: S3Client;
  readonly bucket: string;
  /** Put before every key as it is, for example `dead/`. */
  readonly prefix?: string;
}

/** One JSON object for each record, under the group and the record's id. */
export function s3DeadLetter({ client, bucket, prefix = '' }: S3DeadLetterOptions): DeadLetter {
  return {
    async put(record) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: `${prefix}${record.group}/${record.id}.json`,
        Body: bodyOf(record),
        ContentType: 'application/json',
        IfNoneMatch: '*',
      });
      try {
        await client.send(command);
      } catch (error) {
        // It is there already: from an attempt without an answer, or from before a restart.
        const isThere = statusOf(error) === 412 || nameOf(error) === 'PreconditionFailed';
        if (!isThere) throw error;
      }
    },
  };
}

const bodyOf = ({ raw, arrivedAt, partitionKey, ...rest }: DeadRecord): string =>
  JSON.stringify({
    ...rest,
    partitionKey: partitionKey ?? null,
    arrivedAt: arrivedAt.toISOString(),
    data: Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('base64'),
  });
