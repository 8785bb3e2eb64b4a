import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import type { OpenedObject } from '#dashboard/controls.ts';
import { splitRecords } from '#pipeline/split-records.ts';

/** Records of an object that are shown, and characters of each. */
const SHOWN_RECORDS = 200;
const SHOWN_CHARACTERS = 2_000;
const RAW_CHARACTERS = 4_000;

/** Reads an object and splits it into records again; undefined if there is none of this key. */
export async function openObject(
  s3: S3Client,
  bucket: string,
  key: string,
): Promise<OpenedObject | undefined> {
  const stored = await read(s3, bucket, key);
  if (!stored) return undefined;
  const pieces = [...splitRecords(stored)];
  return {
    key,
    bytes: stored.length,
    total: pieces.length,
    records: pieces.slice(0, SHOWN_RECORDS).map((piece) => shown(piece, SHOWN_CHARACTERS)),
    raw: shown(stored, RAW_CHARACTERS),
  };
}

async function read(s3: S3Client, bucket: string, key: string): Promise<Uint8Array | undefined> {
  if (key === '') return undefined;
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const stored = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
    return object.ContentEncoding === 'gzip' ? gunzipSync(stored) : stored;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Bytes that are no text come out as replacement characters, never as an error. */
const shown = (bytes: Uint8Array, characters: number): string =>
  new TextDecoder().decode(bytes.subarray(0, characters));
