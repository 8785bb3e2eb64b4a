import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { checksumOf } from './checksum.ts';
import type { StoredObject } from './bucket.ts';
import { ObjectFiles } from './object-files.ts';
import { S3 } from './state.ts';

const clock = virtualClock({ start: '2026-01-01T00:00:00.000Z' });
const objectOf = (key: string, text: string): StoredObject => ({
  key,
  body: Buffer.from(text),
  etag: '"0"',
  lastModifiedAt: 5,
  checksum: checksumOf('CRC32', Buffer.from(text)),
  headers: new Map([['x-amz-meta-\u00fc', '1']]),
});

function givenFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-objects-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const open = (folder: string): S3 =>
  new S3({ clock, account: '000000000000' }, new ObjectFiles(folder, false));

describe('ObjectFiles', () => {
  it('gives back every bucket and object as it was, whatever its key', () => {
    const folder = givenFolder();
    const lake = open(folder);
    lake.createBucket({ name: 'lake', region: 'eu-west-1', tags: new Map([['a', 'b']]) });
    lake.createBucket({ name: 'gone', region: 'us-east-1', tags: new Map() });
    lake.bucket('lake').replaceTags(new Map([['c', 'd']]));
    lake.deleteBucket('gone');
    const keys = ['a', 'a/b', '../../x', 'A', '%2e', 'line\nbreak', '\u{1f41f}', '__proto__'];
    for (const key of keys) lake.bucket('lake').put(objectOf(key, `old ${key}`));
    for (const key of keys) lake.bucket('lake').put(objectOf(key, `body of ${key}`));
    lake.bucket('lake').put(objectOf('deleted', ''));
    lake.bucket('lake').delete('deleted');

    const again = open(folder);
    const [bucket, ...others] = again.buckets;
    expect(others).toEqual([]);
    expect(bucket).toMatchObject({ name: 'lake', region: 'eu-west-1', createdAt: clock.now() });
    expect([...(bucket?.tags ?? [])]).toEqual([['c', 'd']]);
    for (const key of keys) {
      expect(bucket?.object(key)).toEqual(objectOf(key, `body of ${key}`));
    }
    expect(bucket?.find('deleted')).toBeUndefined();
    expect(readdirSync(folder).length).toBe(keys.length + 1);
  });

  it('refuses a file with one bit flipped, or cut off anywhere, by its name', () => {
    const folder = givenFolder();
    const lake = open(folder);
    lake.createBucket({ name: 'lake', region: 'us-east-1', tags: new Map() });
    lake.bucket('lake').put(objectOf('k', 'the body'));
    const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.object'));
    const file = path.join(folder, name);
    const good = readFileSync(file);
    for (let at = 0; at < good.length; at++) {
      writeFileSync(file, good.subarray(0, at));
      expect(() => open(folder)).toThrow(`${name} is damaged`);
      const flipped = Buffer.from(good);
      flipped[at] = (flipped[at] ?? 0) ^ 4;
      writeFileSync(file, flipped);
      expect(() => open(folder)).toThrow(`${name} is damaged`);
    }
    writeFileSync(file, good);
    expect(open(folder).bucket('lake').object('k').body).toEqual(Buffer.from('the body'));
  });

  it('leaves the old object in place when the new one finds no room', () => {
    const folder = givenFolder();
    const lake = open(folder);
    lake.createBucket({ name: 'lake', region: 'us-east-1', tags: new Map() });
    lake.bucket('lake').put(objectOf('k', 'old'));
    rmSync(folder, { recursive: true });
    expect(() => lake.bucket('lake').put(objectOf('k', 'new'))).toThrow('ENOENT');
    expect(Buffer.from(lake.bucket('lake').object('k').body).toString()).toBe('old');
    writeFileSync(path.join(path.dirname(folder), path.basename(folder)), '');
  });
});
