import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startLab } from '../start-lab.ts';
import { listArchive, objectJson, objectLine, recordsIn } from './objects.ts';

const BUCKET = 'lake';

describe('listArchive', () => {
  it('lists all objects, oldest first, however many pages they take', async () => {
    const { put, lab, s3 } = await givenBucket();
    await put('z-first', 'a');
    await lab.advance(2_000);
    const keys = Array.from({ length: 1_001 }, (_, at) => `key-${String(at).padStart(4, '0')}`);
    for (const key of keys) await put(key, 'ab');
    const objects = await listArchive(s3, BUCKET);
    expect(objects.map(({ key }) => key)).toEqual(['z-first', ...keys]);
    expect(objects.at(-1)).toMatchObject({
      bytes: 2,
      storedAt: Math.floor(lab.clock.now() / 1_000) * 1_000,
    });
  });
});

describe('recordsIn', () => {
  it('splits what Firehose put together, packed or not', async () => {
    const { put, s3 } = await givenBucket();
    const together = '{"id":"1"}{"id":"2"}\n{"id":"{3}"}';
    await put('plain', together);
    await put('packed', gzipSync(together), 'gzip');
    const records = ['{"id":"1"}', '{"id":"2"}', '{"id":"{3}"}'];
    expect(await recordsIn(s3, BUCKET, 'plain')).toEqual(records);
    expect(await recordsIn(s3, BUCKET, 'packed')).toEqual(records);
  });
});

describe('objectLine', () => {
  it.each([
    [5, '      5 B'],
    [409_600, '400.0 KiB'],
    [1_048_576, '  1.0 MiB'],
  ])('says when, how much and which: %d bytes', (bytes, size) => {
    const storedAt = Date.UTC(2026, 10, 23, 13, 5, 14);
    const line = objectLine({ key: '2026/11/23/13/events', bytes, storedAt });
    expect(line).toBe(`2026-11-23T13:05:14Z  ${size}  2026/11/23/13/events`);
  });
});

describe('objectJson', () => {
  it('gives all of it, the time as programs read it', () => {
    const object = { key: 'events', bytes: 5, storedAt: Date.UTC(2026, 10, 23, 13, 5, 14) };
    expect(JSON.parse(objectJson(object))).toEqual({
      key: 'events',
      bytes: 5,
      storedAt: '2026-11-23T13:05:14.000Z',
    });
  });
});

async function givenBucket() {
  const lab = await startLab({ clock: 'virtual' });
  onTestFinished(() => lab.stop());
  const { s3 } = lab;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const put = (key: string, body: string | Uint8Array, encoding?: string) =>
    s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ContentEncoding: encoding }),
    );
  return { lab, s3, put };
}
