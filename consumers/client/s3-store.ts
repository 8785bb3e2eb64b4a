import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { nameOf, statusOf } from './aws-errors.ts';
import { ABSENT, Conflict, type CoordinationStore } from './coordination.ts';
import { serverDate } from './server-date.ts';

export interface S3StoreOptions {
  /** With `maxAttempts: 1`. */
  readonly client: S3Client;
  readonly bucket: string;
  /** Put before every key as it is, for example `kinesis/`. Keep it apart from what Firehose writes. */
  readonly prefix?: string;
}

/**
 * Coordination by S3's conditional writes.
 *
 * As on AWS: If-None-Match and If-Match are decided atomically; 412 is a failed condition, 409 a
 * write that met another one, and 404 an If-Match on an object that is gone. Reading and listing
 * see every finished write.
 */
export function s3Store({ client, bucket, prefix = '' }: S3StoreOptions): CoordinationStore {
  const at = (key: string) => ({ Bucket: bucket, Key: `${prefix}${key}` });

  return {
    async get(key) {
      try {
        const { Body, ETag } = await client.send(new GetObjectCommand(at(key)));
        if (!Body || ETag === undefined) throw new Error(`S3 gave ${key} without body or ETag`);
        return { body: await Body.transformToByteArray(), version: ETag };
      } catch (error) {
        if (nameOf(error) === 'NoSuchKey') return undefined;
        throw error;
      }
    },

    async put(key, body, expect) {
      const condition = expect === ABSENT ? { IfNoneMatch: '*' } : { IfMatch: expect };
      const input = { ...at(key), Body: body, ContentType: 'application/json', ...condition };
      try {
        const { ETag } = await client.send(new PutObjectCommand(input));
        if (ETag === undefined) throw new Error(`S3 stored ${key} without an ETag`);
        return ETag;
      } catch (error) {
        if (isConflict(error)) throw new Conflict(key, error);
        throw error;
      }
    },

    async delete(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },

    async *list(under) {
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: `${prefix}${under}`,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        });
        const date = serverDate();
        command.middlewareStack.add(date.middleware, date.place);
        const page = await client.send(command);
        for (const { Key, ETag, LastModified } of page.Contents ?? []) {
          if (Key !== undefined && ETag !== undefined) {
            const age = ageOf(LastModified, date.at());
            yield { key: Key.slice(prefix.length), version: ETag, ...age };
          }
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
  };
}

/** By the server's clock alone. */
const ageOf = (writtenAt: Date | undefined, now: number | undefined): { ageMs?: number } =>
  writtenAt === undefined || now === undefined ? {} : { ageMs: now - writtenAt.getTime() };

/** A missing bucket is a 404 too, and no conflict. */
const isConflict = (error: unknown): boolean =>
  statusOf(error) === 412 || statusOf(error) === 409 || nameOf(error) === 'NoSuchKey';
