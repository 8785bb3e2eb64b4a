import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
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
  PutObjectCommand,
  type ChecksumAlgorithm,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '#emulator/index.ts';
import { s3Client } from '#runtime/aws.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';

const REGION = 'us-east-1';

describe('S3, as its SDK client sees it', () => {
  let emulator: Emulator;
  let s3: S3Client;
  let buckets = 0;

  beforeAll(() => {
    emulator = createEmulator({
      clock: virtualClock(),
      random: seededRandom(1),
      log: silentLog,
      region: REGION,
    });
    const { requestHandler } = emulator;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    s3 = s3Client({ region: REGION, requestHandler, credentials });
  });
  afterAll(async () => {
    s3.destroy();
    await emulator.close();
  });

  async function givenBucket(...keys: readonly string[]): Promise<string> {
    const Bucket = `lake-${(buckets += 1)}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    return Bucket;
  }

  const put = (input: PutObjectCommandInput) => s3.send(new PutObjectCommand(input));

  async function read(Bucket: string, Key: string, Range?: string): Promise<string | undefined> {
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket, Key, ...(Range === undefined ? {} : { Range }) }),
    );
    return Body?.transformToString();
  }

  it('gives back an object, its metadata and its checksum', async () => {
    const Bucket = await givenBucket();
    const { ETag, ChecksumCRC32 } = await put({
      Bucket,
      Key: 'k',
      Body: 'hello',
      ContentType: 'text/plain',
      Metadata: { Owner: 'ana' },
    });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({
      ETag,
      ChecksumCRC32,
      ContentLength: 5,
      ContentType: 'text/plain',
      Metadata: { owner: 'ana' },
    });
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  it.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    'takes a stream with a %s in its trailer',
    async (ChecksumAlgorithm) => {
      const Bucket = await givenBucket();
      const parts = [Buffer.from('hel'), Buffer.alloc(100_000, 'l'), Buffer.from('o')];
      await put({
        Bucket,
        Key: 'k',
        Body: Readable.from(parts),
        ContentLength: 100_004,
        ContentEncoding: 'gzip',
        ChecksumAlgorithm,
      });
      const head = await s3.send(
        new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }),
      );
      expect(head).toMatchObject({ ContentLength: 100_004, ContentEncoding: 'gzip' });
      expect(head).toHaveProperty(`Checksum${ChecksumAlgorithm}`);
      expect(await read(Bucket, 'k')).toBe(Buffer.concat(parts).toString());
    },
  );

  it('stores nothing under a wrong checksum', async () => {
    const Bucket = await givenBucket();
    const wrong = put({ Bucket, Key: 'k', Body: 'hello', ChecksumCRC32: 'AAAAAA==' });
    await expect(wrong).rejects.toMatchObject({
      name: 'BadDigest',
      message: 'The CRC32 you specified did not match the calculated checksum.',
    });
    await expect(read(Bucket, 'k')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('gives ranges', async () => {
    const Bucket = await givenBucket('0123456789');
    expect(await read(Bucket, '0123456789', 'bytes=2-4')).toBe('234');
    expect(await read(Bucket, '0123456789', 'bytes=-3')).toBe('789');
    await expect(read(Bucket, '0123456789', 'bytes=10-')).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  it('pages through a listing', async () => {
    const keys = Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')}`);
    const Bucket = await givenBucket(...keys);
    const seen: (string | undefined)[] = [];
    const config = { client: s3, pageSize: 10 };
    for await (const { Contents = [] } of paginateListObjectsV2(config, { Bucket })) {
      seen.push(...Contents.map(({ Key }) => Key));
    }
    expect(seen).toEqual(keys);
  });

  it('rolls a listing up', async () => {
    const Bucket = await givenBucket('2026/01/a', '2026/01/b', '2026/02/c', '2026/d');
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: '2026/', Delimiter: '/' }),
    );
    expect(page.CommonPrefixes).toEqual([{ Prefix: '2026/01/' }, { Prefix: '2026/02/' }]);
    expect(page.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([['2026/d', 6]]);
    expect(page.KeyCount).toBe(3);
  });

  it('carries odd keys there and back', async () => {
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
    const Bucket = await givenBucket(...odd);
    for (const key of odd) expect(await read(Bucket, key)).toBe(key);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(new Set(Contents?.map(({ Key }) => Key))).toEqual(new Set(odd));
  });

  it('deletes many objects at once', async () => {
    const Bucket = await givenBucket('a&b', 'c');
    const Objects = ['a&b', 'c', 'missing'].map((Key) => ({ Key }));
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['a&b', 'c', 'missing']);
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });

  it('deletes one object, once or twice', async () => {
    const Bucket = await givenBucket('k');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    const again = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    expect(again.$metadata.httpStatusCode).toBe(204);
  });

  it('lets one of 32 writers take a lease', async () => {
    const Bucket = await givenBucket();
    const writers = Array.from({ length: 32 }, (_, index) =>
      put({ Bucket, Key: 'lease', Body: `writer ${index}`, IfNoneMatch: '*' }),
    );
    const outcomes = await Promise.allSettled(writers);
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(31);
    expect(new Set(lost.map(({ reason }) => String(reason.name)))).toEqual(
      new Set(['PreconditionFailed']),
    );
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(await read(Bucket, 'lease')).toBe(`writer ${winner}`);
  });

  it('hands a lease on to who has seen it', async () => {
    const Bucket = await givenBucket('lease');
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'lease' }));
    await put({ Bucket, Key: 'lease', Body: 'first', ...(ETag && { IfMatch: ETag }) });
    const late = put({ Bucket, Key: 'lease', Body: 'late', ...(ETag && { IfMatch: ETag }) });
    await expect(late).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await read(Bucket, 'lease')).toBe('first');
  });

  it('tells of buckets', async () => {
    const Bucket = await givenBucket();
    const { Buckets } = await s3.send(new ListBucketsCommand({ Prefix: Bucket }));
    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
    const { BucketRegion } = await s3.send(new HeadBucketCommand({ Bucket }));
    expect(BucketRegion).toBe(REGION);
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint).toBeUndefined();
  });

  it.each([
    ['GetObject', () => new GetObjectCommand({ Bucket: 'nobody', Key: 'k' }), 'NoSuchBucket'],
    ['HeadObject', () => new HeadObjectCommand({ Bucket: 'nobody', Key: 'k' }), 'NotFound'],
    ['HeadBucket', () => new HeadBucketCommand({ Bucket: 'nobody' }), 'NotFound'],
    [
      'GetBucketVersioning',
      () => new GetBucketVersioningCommand({ Bucket: 'nobody' }),
      'NotImplemented',
    ],
  ])('answers %s by an error that the client knows', async (_, command, name) => {
    // The union of commands has no one overload of send.
    const sent = s3.send(command() as GetObjectCommand);
    await expect(sent).rejects.toMatchObject({ name });
  });
});
