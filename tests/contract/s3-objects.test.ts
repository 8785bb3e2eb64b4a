import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  type ChecksumAlgorithm,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Stack } from '../support/backends.ts';
import { contract, type Case } from '../support/contract.ts';
import { givenBucket } from '../support/given-bucket.ts';

const ALGORITHMS: readonly ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];

contract('S3 objects', {
  'gives back an object, its metadata and its checksum': {
    async run(stack) {
      const { bucket: Bucket, put } = await givenBucket(stack);
      const { ETag, ChecksumCRC32 } = await put('k', 'hello', {
        ContentType: 'text/plain',
        Metadata: { Owner: 'ana' },
      });
      const command = new GetObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' });
      const got = await stack.s3.send(command);
      expect(await got.Body?.transformToString()).toBe('hello');
      expect(got).toMatchObject({
        ETag,
        ChecksumCRC32,
        ContentLength: 5,
        ContentType: 'text/plain',
        Metadata: { owner: 'ana' },
      });
      expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    },
  },

  ...Object.fromEntries(
    ALGORITHMS.map((algorithm): [string, Case] => [
      `takes a stream with a ${algorithm} in its trailer`,
      {
        traps: [81],
        ...(algorithm === 'CRC32C' && { divergesOn: { localstack: 'takes it for two checksums' } }),
        run: (stack) => takesStreamWith(algorithm, stack),
      },
    ]),
  ),

  'stores nothing under a wrong checksum': {
    async run(stack) {
      const { put, read } = await givenBucket(stack);
      await expect(put('k', 'hello', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
        name: 'BadDigest',
        message: 'The CRC32 you specified did not match the calculated checksum.',
      });
      await expect(read('k')).rejects.toMatchObject({ name: 'NoSuchKey' });
    },
  },

  'gives ranges': {
    async run(stack) {
      const { read } = await givenBucket(stack, '0123456789');
      expect(await read('0123456789', 'bytes=2-4')).toBe('234');
      expect(await read('0123456789', 'bytes=-3')).toBe('789');
      await expect(read('0123456789', 'bytes=10-')).rejects.toMatchObject({
        name: 'InvalidRange',
        $metadata: { httpStatusCode: 416 },
      });
    },
  },

  'pages through a listing': {
    async run(stack) {
      const keys = Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')}`);
      const { bucket: Bucket } = await givenBucket(stack, ...keys);
      const seen: (string | undefined)[] = [];
      const config = { client: stack.s3, pageSize: 10 };
      for await (const { Contents = [] } of paginateListObjectsV2(config, { Bucket })) {
        seen.push(...Contents.map(({ Key }) => Key));
      }
      expect(seen).toEqual(keys);
    },
  },

  'rolls a listing up': {
    traps: [85],
    async run(stack) {
      const keys = ['2026/01/a', '2026/01/b', '2026/02/c', '2026/d'];
      const { bucket: Bucket } = await givenBucket(stack, ...keys);
      const page = await stack.s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: '2026/', Delimiter: '/' }),
      );
      expect(page.CommonPrefixes).toEqual([{ Prefix: '2026/01/' }, { Prefix: '2026/02/' }]);
      expect(page.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([['2026/d', 6]]);
      expect(page.KeyCount).toBe(3);
    },
  },

  'carries odd keys there and back': {
    async run(stack) {
      const odd = [
        'a b',
        'a+b',
        'a%2Fb',
        'a&b',
        '<a>',
        'é',
        '😀',
        'a//b',
        './a',
        'a?b#c',
        '__proto__',
      ];
      const { bucket: Bucket, read } = await givenBucket(stack, ...odd);
      for (const key of odd) expect(await read(key)).toBe(key);
      const { Contents } = await stack.s3.send(new ListObjectsV2Command({ Bucket }));
      expect(new Set(Contents?.map(({ Key }) => Key))).toEqual(new Set(odd));
    },
  },

  'deletes many objects at once, and names the missing ones too': {
    traps: [84],
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack, 'a&b', 'c');
      const Objects = ['a&b', 'c', 'missing'].map((Key) => ({ Key }));
      const command = new DeleteObjectsCommand({ Bucket, Delete: { Objects } });
      const { Deleted } = await stack.s3.send(command);
      expect(Deleted?.map(({ Key }) => Key)).toEqual(['a&b', 'c', 'missing']);
      expect((await stack.s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    },
  },

  'deletes one object, once or twice': {
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack, 'k');
      await stack.s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      const again = await stack.s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      expect(again.$metadata.httpStatusCode).toBe(204);
    },
  },

  'lets one of 32 writers take a lease': {
    async run(stack) {
      const { put, read } = await givenBucket(stack);
      const writers = Array.from({ length: 32 }, (_, index) =>
        put('lease', `writer ${index}`, { IfNoneMatch: '*' }),
      );
      const outcomes = await Promise.allSettled(writers);
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost).toHaveLength(31);
      expect(new Set(lost.map(({ reason }) => String(reason.name)))).toEqual(
        new Set(['PreconditionFailed']),
      );
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect(await read('lease')).toBe(`writer ${winner}`);
    },
  },

  'hands a lease on to who has seen it': {
    async run(stack) {
      const { put, read } = await givenBucket(stack);
      const { ETag: IfMatch } = await put('lease', 'seen');
      await put('lease', 'first', { IfMatch });
      await expect(put('lease', 'late', { IfMatch })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      expect(await read('lease')).toBe('first');
    },
  },

  'tells of buckets': {
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack);
      const { Buckets } = await stack.s3.send(new ListBucketsCommand({ Prefix: Bucket }));
      expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
      const { BucketRegion } = await stack.s3.send(new HeadBucketCommand({ Bucket }));
      expect(BucketRegion).toBe(stack.region);
      const location = await stack.s3.send(new GetBucketLocationCommand({ Bucket }));
      expect(location.LocationConstraint).toBe(stack.region);
    },
  },

  'answers GetObject by an error that the client knows': {
    async run({ s3 }) {
      const command = new GetObjectCommand({ Bucket: 'nobody', Key: 'k' });
      await expect(s3.send(command)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    },
  },

  'answers HeadObject by an error without a body': {
    traps: [89],
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack);
      const command = new HeadObjectCommand({ Bucket, Key: 'missing' });
      await expect(stack.s3.send(command)).rejects.toMatchObject({
        name: 'NotFound',
        $metadata: { httpStatusCode: 404 },
      });
    },
  },

  'answers HeadBucket by an error that the client knows': {
    async run({ s3 }) {
      const command = new HeadBucketCommand({ Bucket: 'nobody' });
      await expect(s3.send(command)).rejects.toMatchObject({ name: 'NotFound' });
    },
  },

  'tells whether a bucket keeps versions': {
    divergesOn: { embedded: 'not offered: answered by NotImplemented' },
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack);
      const answer = await stack.s3.send(new GetBucketVersioningCommand({ Bucket }));
      expect(answer.Status).toBeUndefined();
    },
  },
});

async function takesStreamWith(algorithm: ChecksumAlgorithm, stack: Stack): Promise<void> {
  const { bucket: Bucket, put, read } = await givenBucket(stack);
  const parts = [Buffer.from('hel'), Buffer.alloc(100_000, 'l'), Buffer.from('o')];
  await put('k', Readable.from(parts), {
    ContentLength: 100_004,
    ContentEncoding: 'gzip',
    ChecksumAlgorithm: algorithm,
  });
  const command = new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' });
  const head = await stack.s3.send(command);
  expect(head).toMatchObject({ ContentLength: 100_004, ContentEncoding: 'gzip' });
  expect(head).toHaveProperty(`Checksum${algorithm}`);
  expect(await read('k')).toBe(Buffer.concat(parts).toString());
}
