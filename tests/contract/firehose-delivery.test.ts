import { gunzipSync } from 'node:zlib';
import { DeleteDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { PutRecordCommand as PutOnStreamCommand } from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import { contract } from '../support/contract.ts';
import { givenDelivery, INTERVAL_MS } from '../support/given-delivery.ts';
import { givenStream } from '../support/given-stream.ts';
import { allTextIn, keysIn } from '../support/objects.ts';

const POLL_MS = 1_000;

contract('Firehose delivery', {
  'holds a record back until its interval has passed, and delivers it then': {
    traps: [55, 56],
    divergesOn: { localstack: 'does not buffer: writes an object for each call, at once' },
    async run(stack) {
      const { bucket, put } = await givenDelivery(stack);
      await put('hello');
      await stack.pass(INTERVAL_MS - 1);
      expect(await keysIn(stack.s3, bucket)).toEqual([]);
      await stack.pass(1);
      expect(await keysIn(stack.s3, bucket)).toHaveLength(1);
    },
  },

  'puts nothing between records': {
    traps: [59],
    async run(stack) {
      const { bucket, put } = await givenDelivery(stack);
      for (let record = 0; record < 3; record++) await put('abc');
      await stack.pass(INTERVAL_MS);
      expect(await allTextIn(stack.s3, bucket)).toBe('abcabcabc');
    },
  },

  'delivers by size before time, counting bytes before compression': {
    traps: [55, 57, 64],
    divergesOn: { localstack: 'does not buffer, nor compress' },
    async run(stack) {
      const { bucket, put } = await givenDelivery(stack, { CompressionFormat: 'GZIP' });
      await put('x'.repeat(524_288));
      await stack.pass(1_000);
      expect(await keysIn(stack.s3, bucket)).toEqual([]);
      await put('x'.repeat(524_288));
      await stack.pass(1);
      const [key = ''] = await keysIn(stack.s3, bucket);
      expect(key).toMatch(/\.gz$/);
      const { Body, ContentEncoding } = await stack.s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key }),
      );
      const stored = (await Body?.transformToByteArray()) ?? new Uint8Array();
      expect([ContentEncoding, gunzipSync(stored).length]).toEqual(['gzip', 1_048_576]);
    },
  },

  'writes nothing while nothing comes': {
    traps: [58],
    minutes: 10,
    async run(stack) {
      const { bucket } = await givenDelivery(stack);
      await stack.pass(10 * INTERVAL_MS);
      expect(await keysIn(stack.s3, bucket)).toEqual([]);
    },
  },

  'reads a stream from the moment it became ACTIVE, and nothing from before': {
    traps: [69],
    async run(stack) {
      const { name, arn } = await givenStream(stack, { shards: 2 });
      const putOnStream = (text: string) =>
        stack.kinesis.send(
          new PutOnStreamCommand({ StreamName: name, PartitionKey: text, Data: Buffer.from(text) }),
        );
      await putOnStream('before');
      const { name: DeliveryStreamName, bucket } = await givenDelivery(stack, {}, arn);
      await putOnStream('after');
      await stack.pass(INTERVAL_MS + POLL_MS);
      expect(await allTextIn(stack.s3, bucket)).toBe('after');
      // Its reader would go on beside the cases after it.
      await stack.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
    },
  },

  'reads with one of the five calls that a shard answers in a second': {
    traps: [70],
    divergesOn: { localstack: 'limits no reads' },
    async run(stack) {
      const { arn, iterator, read } = await givenStream(stack);
      const { name: DeliveryStreamName } = await givenDelivery(stack, {}, arn);
      await stack.pass(2 * POLL_MS);
      const start = await iterator();
      const reads = Array.from({ length: 5 }, () => read(start).catch((error: unknown) => error));
      const refusals = (await Promise.all(reads)).filter((answer) => answer instanceof Error);
      expect(refusals).toMatchObject([{ name: 'ProvisionedThroughputExceededException' }]);
      await stack.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
    },
  },

  'refuses a size above 128 MiB': {
    divergesOn: { localstack: 'takes any size' },
    async run(stack) {
      const hints = { BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 129 } };
      await expect(givenDelivery(stack, hints)).rejects.toMatchObject({
        name: 'ValidationException',
      });
    },
  },
});
