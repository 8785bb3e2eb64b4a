import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import type { Stack } from './backends.ts';
import { freshName } from './given-stream.ts';

export interface GivenBucket {
  readonly bucket: string;
  readonly put: (
    key: string,
    body: NonNullable<PutObjectCommandInput['Body']>,
    more?: Partial<PutObjectCommandInput>,
  ) => Promise<PutObjectCommandOutput>;
  /** The object's text, or that of a range of it. */
  readonly read: (key: string, range?: string) => Promise<string | undefined>;
}

/** A bucket with these objects, each of which holds its key. */
export async function givenBucket({ s3 }: Stack, ...keys: readonly string[]): Promise<GivenBucket> {
  const Bucket = freshName();
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put: GivenBucket['put'] = (Key, Body, more) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  for (const key of keys) await put(key, key);
  return {
    bucket: Bucket,
    put,
    read: async (Key, Range) => {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket, Key, ...(Range === undefined ? {} : { Range }) }),
      );
      return Body?.transformToString();
    },
  };
}
