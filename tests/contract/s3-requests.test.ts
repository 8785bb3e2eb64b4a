import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { contract } from '../support/contract.ts';
import { givenBucket } from '../support/given-bucket.ts';
import { keysIn } from '../support/objects.ts';

const FIVE_MIB = 5 * 1_048_576;

contract('S3 requests', {
  'give everything for ranges that make no sense, and nothing for an empty suffix': {
    traps: [78],
    async run(stack) {
      const { bucket: Bucket, read } = await givenBucket(stack, '0123456789');
      for (const Range of ['bytes=1-0', 'bytes=-1-']) {
        const command = new GetObjectCommand({ Bucket, Key: '0123456789', Range });
        const { Body, $metadata } = await stack.s3.send(command);
        const answered = [Range, $metadata.httpStatusCode, await Body?.transformToString()];
        expect(answered).toEqual([Range, 200, '0123456789']);
      }
      await expect(read('0123456789', 'bytes=-0')).rejects.toMatchObject({ name: 'InvalidRange' });
    },
  },

  'may write on condition that nothing is there, and on no other absence': {
    traps: [79],
    async run(stack) {
      const { put } = await givenBucket(stack, 'k');
      await expect(put('k', 'x', { IfNoneMatch: '*' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      for (const more of [{ IfNoneMatch: '"etag"' }, { IfMatch: '"etag"', IfNoneMatch: '*' }]) {
        await expect(put('k', 'x', more)).rejects.toMatchObject({
          name: 'NotImplemented',
          $metadata: { httpStatusCode: 501 },
        });
      }
    },
  },

  'compute a checksum for an object that comes without one': {
    traps: [83],
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack);
      const bare = new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello' });
      bare.middlewareStack.add(
        (next) => (step) => {
          const { headers } = step.request as { headers: Record<string, string> };
          delete headers['x-amz-checksum-crc32'];
          delete headers['x-amz-sdk-checksum-algorithm'];
          return next(step);
        },
        { step: 'build', priority: 'low' },
      );
      await stack.s3.send(bare);
      const head = await stack.s3.send(
        new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }),
      );
      expect(head.ChecksumCRC64NVME).toMatch(/^[\w+/]{11}=$/);
      expect(head.ChecksumCRC32).toBeUndefined();
    },
  },

  'page through common prefixes without repeating one': {
    traps: [85],
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack, 'a/1', 'a/2', 'b', 'c/1', 'c/2');
      const seen: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await stack.s3.send(
          new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 1, ContinuationToken }),
        );
        expect(page.KeyCount).toBe(1);
        seen.push(page.CommonPrefixes?.[0]?.Prefix ?? page.Contents?.[0]?.Key);
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(seen).toEqual(['a/', 'b', 'c/']);
    },
  },

  'list keys in the order of their UTF-8 bytes': {
    traps: [90],
    async run(stack) {
      const ordered = ['Z', 'a', 'é', '\uFFFD', '\u{10000}'];
      const { bucket } = await givenBucket(stack, ...ordered.toReversed());
      expect(await keysIn(stack.s3, bucket)).toEqual(ordered);
    },
  },

  'see at once what was written and deleted': {
    traps: [88],
    async run(stack) {
      const { bucket: Bucket, put, read } = await givenBucket(stack, 'k');
      await put('k', 'second');
      expect([await read('k'), await keysIn(stack.s3, Bucket)]).toEqual(['second', ['k']]);
      await stack.s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      await expect(read('k')).rejects.toMatchObject({ name: 'NoSuchKey' });
      expect(await keysIn(stack.s3, Bucket)).toEqual([]);
    },
  },

  'may not make a bucket again outside us-east-1': {
    traps: [87],
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack);
      await expect(stack.s3.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
        name: 'BucketAlreadyOwnedByYou',
        $metadata: { httpStatusCode: 409 },
      });
    },
  },

  'may bring an object in parts, whose number ends its ETag': {
    traps: [86],
    divergesOn: { embedded: 'not offered: answered by NotImplemented' },
    async run(stack) {
      const { bucket: Bucket } = await givenBucket(stack);
      const object = { Bucket, Key: 'k' };
      const { UploadId } = await stack.s3.send(new CreateMultipartUploadCommand(object));
      const part = async (PartNumber: number, bytes: number) => {
        const Body = new Uint8Array(bytes);
        const upload = new UploadPartCommand({ ...object, UploadId, PartNumber, Body });
        return { PartNumber, ETag: (await stack.s3.send(upload)).ETag };
      };
      const MultipartUpload = { Parts: [await part(1, FIVE_MIB), await part(2, 1)] };
      const { ETag } = await stack.s3.send(
        new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }),
      );
      expect(ETag).toMatch(/-2"$/);
    },
  },
});
