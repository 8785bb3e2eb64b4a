import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { checksumOf } from './checksum.ts';
import type { Bucket, ObjectFacts } from './bucket.ts';
import { ObjectFiles } from './object-files.ts';
import { S3 } from './state.ts';

const clock = virtualClock({ start: '2026-01-01T00:00:00.000Z' });
const factsOf = (key: string, text: string): ObjectFacts => ({
  key,
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

function textOf(bucket: Bucket, key: string): string {
  const { body } = bucket.object(key);
  return Buffer.from(body.read(0, body.sizeBytes)).toString();
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
    for (const key of keys)
      lake.bucket('lake').put(factsOf(key, `old ${key}`), Buffer.from(`old ${key}`));
    for (const key of keys)
      lake.bucket('lake').put(factsOf(key, `body of ${key}`), Buffer.from(`body of ${key}`));
    lake.bucket('lake').put(factsOf('deleted', ''), Buffer.from(''));
    lake.bucket('lake').delete('deleted');

    const again = open(folder);
    const [bucket, ...others] = again.buckets;
    expect(others).toEqual([]);
    expect(bucket).toMatchObject({ name: 'lake', region: 'eu-west-1', createdAt: clock.now() });
    expect([...(bucket?.tags ?? [])]).toEqual([['c', 'd']]);
    for (const key of keys) {
      expect(bucket?.object(key)).toMatchObject(factsOf(key, `body of ${key}`));
      expect(bucket && textOf(bucket, key)).toBe(`body of ${key}`);
    }
    expect(bucket?.find('deleted')).toBeUndefined();
    expect(readdirSync(folder).length).toBe(keys.length + 1);
  });

  it('refuses a file with one bit flipped, or cut off anywhere, by its name', () => {
    const folder = givenFolder();
    const lake = open(folder);
    lake.createBucket({ name: 'lake', region: 'us-east-1', tags: new Map() });
    lake.bucket('lake').put(factsOf('k', 'the body'), Buffer.from('the body'));
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
    expect(textOf(open(folder).bucket('lake'), 'k')).toBe('the body');
  });

  it('leaves the old object in place when the new one finds no room', () => {
    const folder = givenFolder();
    const lake = open(folder);
    lake.createBucket({ name: 'lake', region: 'us-east-1', tags: new Map() });
    lake.bucket('lake').put(factsOf('k', 'old'), Buffer.from('old'));
    const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.object'));
    symlinkSync('/dev/full', path.join(folder, `${name}.new`));
    expect(() => lake.bucket('lake').put(factsOf('k', 'new'), Buffer.from('new'))).toThrow(
      'ENOSPC',
    );
    expect(textOf(lake.bucket('lake'), 'k')).toBe('old');
    lake.bucket('lake').put(factsOf('k', 'new'), Buffer.from('new'));
    expect(textOf(lake.bucket('lake'), 'k')).toBe('new');
  });

  it('reads any part of a body from its file', () => {
    const folder = givenFolder();
    const lake = open(folder);
    lake.createBucket({ name: 'lake', region: 'us-east-1', tags: new Map() });
    lake.bucket('lake').put(factsOf('k', '0123456789'), Buffer.from('0123456789'));
    for (const opened of [lake, open(folder)]) {
      const { body } = opened.bucket('lake').object('k');
      expect(body.sizeBytes).toBe(10);
      expect(Buffer.from(body.read(3, 7)).toString()).toBe('3456');
    }
  });
});
