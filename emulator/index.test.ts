import { CreateDeliveryStreamCommand, PutRecordCommand } from '@aws-sdk/client-firehose';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeLimitsCommand,
  DescribeStreamCommand,
} from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { firehoseClient, kinesisClient, s3Client } from '#runtime/aws.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { createEmulator, type Delivery, type EmulatorOptions } from './index.ts';
import { givenRequest, textOf } from './wire/given-request.test-support.ts';

const Bucket = 'lake';
const DeliveryStreamName = 'trout-to-lake';

/** Longer than a delivery stream takes to become ACTIVE. */
const CHANGE_MS = 1_000;

describe('the emulator', () => {
  it('is one whole on a virtual clock: Firehose writes to S3 when the interval has passed', async () => {
    const { clock, firehose, s3, deliveries, emulator } = givenEmulator();
    await s3.send(new CreateBucketCommand({ Bucket }));
    await firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName,
        S3DestinationConfiguration: {
          RoleARN: 'arn:aws:iam::000000000000:role/firehose',
          BucketARN: `arn:aws:s3:::${Bucket}`,
          BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 },
        },
      }),
    );
    await clock.advance(CHANGE_MS);
    const Record = { Data: Buffer.from('trout') };
    await firehose.send(new PutRecordCommand({ DeliveryStreamName, Record }));
    const putAt = clock.now();

    await clock.advance(59_999);
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    await clock.advance(1);
    const { Contents: [object] = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: object?.Key }));
    expect(await Body?.transformToString()).toBe('trout');
    expect(deliveries).toMatchObject([{ records: 1, deliveredAt: putAt + 60_000 }]);
    expect(emulator.firehose.deliveries()).toEqual(deliveries);
    await emulator.close();
  });

  it('answers the whole of an exchange the same for the same seed', async () => {
    const exchange = async (): Promise<unknown> => {
      const { emulator } = givenEmulator();
      const answers = [];
      for (const target of ['/lake', '/health', '/none']) {
        const response = await emulator.handle(givenRequest('GET', target));
        answers.push(response.headers, await textOf(response));
      }
      return answers;
    };
    expect(await exchange()).toEqual(await exchange());
  });

  it('is busy while a request is in flight, and no longer', async () => {
    const { emulator } = givenEmulator();
    expect(emulator.isBusy()).toBe(false);
    const answer = emulator.handle(givenRequest('GET', '/'));
    expect(emulator.isBusy()).toBe(true);
    await answer;
    expect(emulator.isBusy()).toBe(false);
  });

  it('takes as long as AWS for a change, where it is told to', async () => {
    const delays = { profile: 'aws', kinesis: { deleteStreamMs: 5_000 } } as const;
    const { clock, kinesis } = givenEmulator({ delays });
    const StreamName = 'rivers';
    const status = async () =>
      (await kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription
        ?.StreamStatus;
    await kinesis.send(new CreateStreamCommand({ StreamName }));
    await clock.advance(19_999);
    expect(await status()).toBe('CREATING');
    await clock.advance(1);
    expect(await status()).toBe('ACTIVE');
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    await clock.advance(5_000);
    await expect(status()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses what is too much and tells of it, unless limits are off', async () => {
    for (const limits of ['on', 'off', undefined] as const) {
      const { kinesis, emulator } = givenEmulator({ limits });
      const ask = () => kinesis.send(new DescribeLimitsCommand({}));
      const answers = await Promise.allSettled([ask(), ask()]);
      const refused = answers.filter((answer) => answer.status === 'rejected').length;
      const response = await emulator.handle(givenRequest('GET', '/_kinlab/metrics'));
      const { Metrics } = JSON.parse(await textOf(response)) as { Metrics: unknown[] };
      expect([limits, refused, Metrics.length]).toEqual(
        limits === 'off' ? [limits, 0, 0] : [limits, 1, 1],
      );
    }
  });
});

function givenEmulator(options: Pick<EmulatorOptions, 'delays' | 'limits'> = {}) {
  const deliveries: Delivery[] = [];
  const clock = virtualClock({ isBusy: () => emulator.isBusy() });
  const emulator = createEmulator({
    clock,
    random: seededRandom(7),
    log: silentLog,
    onDelivery: (delivery) => deliveries.push(delivery),
    ...options,
  });
  const connection = {
    region: 'us-east-1',
    requestHandler: emulator.requestHandler,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return {
    clock,
    emulator,
    deliveries,
    kinesis: kinesisClient(connection),
    firehose: firehoseClient(connection),
    s3: s3Client(connection),
  };
}
