import {
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  PutRecordBatchCommand,
  type ExtendedS3DestinationConfiguration,
} from '@aws-sdk/client-firehose';
import { CreateBucketCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { contract, type Case } from '../support/contract.ts';
import { givenDelivery, INTERVAL_MS } from '../support/given-delivery.ts';
import { givenStream } from '../support/given-stream.ts';
import { allTextIn, keysIn } from '../support/objects.ts';

const KIB = 1_024;

/** A case in which a destination is refused. */
const refuses = (
  changes: Partial<ExtendedS3DestinationConfiguration>,
  more: Partial<Case> = {},
): Case => ({
  divergesOn: { localstack: 'takes it' },
  ...more,
  async run(stack) {
    await expect(givenDelivery(stack, changes)).rejects.toMatchObject({
      name: expect.stringMatching(/^(Validation|InvalidArgument)Exception$/) as string,
    });
  },
});

contract('Firehose requests', {
  'may have an interval of 0 seconds': {
    traps: [71],
    async run(stack) {
      const hints = { IntervalInSeconds: 0, SizeInMBs: 1 };
      const { describe } = await givenDelivery(stack, { BufferingHints: hints });
      const destination = (await describe())?.Destinations?.[0];
      expect(destination?.ExtendedS3DestinationDescription?.BufferingHints).toEqual(hints);
    },
  },

  'may not have an interval of 901 seconds': refuses(
    { BufferingHints: { IntervalInSeconds: 901, SizeInMBs: 1 } },
    { traps: [71] },
  ),

  'may not have an interval without a size': refuses(
    { BufferingHints: { IntervalInSeconds: 60 } },
    { traps: [71] },
  ),

  'may have a record of 1,000 KiB, and no larger': {
    traps: [73],
    divergesOn: { localstack: 'takes larger records' },
    async run(stack) {
      const { put } = await givenDelivery(stack);
      await put('x'.repeat(1_000 * KIB));
      await expect(put('x'.repeat(1_000 * KIB + 1))).rejects.toMatchObject({
        name: 'ValidationException',
      });
    },
  },

  'may have a batch of 4 MiB, or nothing of it is taken': {
    traps: [73],
    divergesOn: { localstack: 'takes larger batches' },
    async run(stack) {
      const { name, bucket } = await givenDelivery(stack);
      const Records = Array.from({ length: 5 }, () => ({ Data: Buffer.alloc(900 * KIB, 'x') }));
      const batch = new PutRecordBatchCommand({ DeliveryStreamName: name, Records });
      await expect(stack.firehose.send(batch)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
      await stack.pass(INTERVAL_MS);
      expect(await keysIn(stack.s3, bucket)).toEqual([]);
    },
  },

  'name the delivery stream that is missing': {
    traps: [75],
    divergesOn: { localstack: 'other words' },
    async run({ firehose, account }) {
      const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'missing' });
      await expect(firehose.send(command)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Firehose missing not found under account ${account}.`,
      });
    },
  },

  'tell a stale version from the present one': {
    traps: [75],
    divergesOn: { localstack: 'takes any version' },
    async run(stack) {
      const { name, update } = await givenDelivery(stack);
      await expect(update({ FileExtension: '.new' }, '9')).rejects.toMatchObject({
        name: 'ConcurrentModificationException',
        message: `Cannot update firehose: ${name} since the current version id: 1 and specified version id: 9 do not match`,
      });
    },
  },

  'put nothing on a delivery stream that reads a stream': {
    traps: [69],
    divergesOn: { localstack: 'takes it' },
    async run(stack) {
      const { arn } = await givenStream(stack);
      const { name: DeliveryStreamName, put } = await givenDelivery(stack, {}, arn);
      await expect(put('x')).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message: 'This operation is not permitted on KinesisStreamAsSource delivery stream type.',
      });
      await stack.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
    },
  },

  'discard what waits when they delete its delivery stream': {
    traps: [68],
    divergesOn: { localstack: 'does not buffer, so that nothing waits' },
    async run(stack) {
      const { name: DeliveryStreamName, bucket, put } = await givenDelivery(stack);
      await put('x');
      await stack.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
      await stack.pass(INTERVAL_MS);
      expect(await keysIn(stack.s3, bucket)).toEqual([]);
    },
  },

  'lose nothing while their bucket is away': {
    traps: [76],
    minutes: 30,
    async run(stack) {
      const { bucket: Bucket, put } = await givenDelivery(stack);
      await stack.s3.send(new DeleteBucketCommand({ Bucket }));
      await put('kept');
      await stack.pass(10 * INTERVAL_MS);
      await stack.s3.send(new CreateBucketCommand({ Bucket }));
      await stack.pass(20 * INTERVAL_MS);
      expect(await allTextIn(stack.s3, Bucket)).toBe('kept');
    },
  },

  'may ask for a conversion to Parquet, with hints of its own': {
    traps: [72],
    divergesOn: { embedded: 'not offered: refused', localstack: 'keeps the common hints' },
    async run(stack) {
      const { describe } = await givenDelivery(stack, {
        BufferingHints: undefined,
        DataFormatConversionConfiguration: {
          Enabled: true,
          SchemaConfiguration: { RoleARN: 'arn:aws:iam::123456789012:role/glue' },
          InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
          OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
        },
      });
      const destination = (await describe())?.Destinations?.[0];
      expect(destination?.ExtendedS3DestinationDescription?.BufferingHints).toEqual({
        IntervalInSeconds: 300,
        SizeInMBs: 128,
      });
    },
  },

  'may ask for a transformation by Lambda': {
    divergesOn: { embedded: 'not offered: refused' },
    async run(stack) {
      const LambdaArn = 'arn:aws:lambda:eu-west-1:000000000000:function:transform';
      const { describe } = await givenDelivery(stack, {
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            {
              Type: 'Lambda',
              Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: LambdaArn }],
            },
          ],
        },
      });
      const destination = (await describe())?.Destinations?.[0];
      expect(destination?.ExtendedS3DestinationDescription?.ProcessingConfiguration).toMatchObject({
        Enabled: true,
      });
    },
  },
});
