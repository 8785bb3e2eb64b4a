import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { FirehoseState, StoredDeliveryStream } from '#emulator/index.ts';

const PREFIX = 'firehose/';

/** Keeps delivery streams in the state bucket, one object each. */
export function s3Keeping(s3: S3Client, bucket: string): FirehoseState {
  const at = (name: string) => ({ Bucket: bucket, Key: `${PREFIX}${name}.json` });
  return {
    load: async () => {
      const stored: StoredDeliveryStream[] = [];
      for await (const page of paginateListObjectsV2(
        { client: s3 },
        { Bucket: bucket, Prefix: PREFIX },
      )) {
        for (const { Key } of page.Contents ?? []) {
          const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
          const text = (await object.Body?.transformToString()) ?? '';
          stored.push(JSON.parse(text) as StoredDeliveryStream);
        }
      }
      return stored;
    },
    save: async (stream) => {
      const Body = JSON.stringify(stream);
      await s3.send(
        new PutObjectCommand({ ...at(stream.name), Body, ContentType: 'application/json' }),
      );
    },
    forget: async (name) => {
      await s3.send(new DeleteObjectCommand(at(name)));
    },
  };
}
