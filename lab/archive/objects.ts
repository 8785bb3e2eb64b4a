import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { splitRecords } from '#pipeline/split-records.ts';

/** An object as a bucket lists it. */
export interface ArchivedObject {
  readonly key: string;
  readonly bytes: number;
  /** Epoch ms. */
  readonly storedAt: number;
}

/** All objects of a bucket, oldest first. */
export async function listArchive(s3: S3Client, bucket: string): Promise<ArchivedObject[]> {
  const objects: ArchivedObject[] = [];
  for (let next: string | undefined; ;) {
    const request = new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: next });
    const page = await s3.send(request);
    for (const { Key: key = '', Size: bytes = 0, LastModified } of page.Contents ?? []) {
      objects.push({ key, bytes, storedAt: LastModified?.getTime() ?? 0 });
    }
    next = page.NextContinuationToken;
    if (next === undefined) break;
  }
  // Firehose's keys rise with time, so they tell apart what was stored in one second.
  return objects.sort((a, b) => a.storedAt - b.storedAt || (a.key < b.key ? -1 : 1));
}

/** What a buffer of 128 MiB may become when it is unpacked, and some. */
const MAX_UNPACKED_BYTES = 1_024 * 1_024 * 1_024;

/** The records of an object, split where Firehose put nothing between them. */
export async function recordsIn(s3: S3Client, bucket: string, key: string): Promise<string[]> {
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const stored = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  const bytes =
    object.ContentEncoding === 'gzip'
      ? gunzipSync(stored, { maxOutputLength: MAX_UNPACKED_BYTES })
      : stored;
  return Array.from(splitRecords(bytes), (record) => Buffer.from(record).toString());
}

/** One line for people. */
export const objectLine = ({ key, bytes, storedAt }: ArchivedObject): string => {
  const time = `${new Date(storedAt).toISOString().slice(0, 19)}Z`;
  return `${time}  ${sizeOf(bytes).padStart(9)}  ${key}`;
};

/** One line for programs. */
export const objectJson = ({ storedAt, ...object }: ArchivedObject): string =>
  JSON.stringify({ ...object, storedAt: new Date(storedAt).toISOString() });

function sizeOf(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_024 * 1_024) return `${(bytes / 1_024).toFixed(1)} KiB`;
  return `${(bytes / 1_024 / 1_024).toFixed(1)} MiB`;
}
