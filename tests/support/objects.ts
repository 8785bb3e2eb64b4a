import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

export const keysIn = async (s3: S3Client, bucket: string): Promise<string[]> => {
  const { Contents: contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return contents.map(({ Key: key = '' }) => key);
};

export const textOf = async (s3: S3Client, bucket: string, key: string): Promise<string> => {
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await body?.transformToString()) ?? '';
};

/** What all objects hold together, in the order of their keys. */
export const allTextIn = async (s3: S3Client, bucket: string): Promise<string> => {
  const keys = await keysIn(s3, bucket);
  return (await Promise.all(keys.map((key) => textOf(s3, bucket, key)))).join('');
};
