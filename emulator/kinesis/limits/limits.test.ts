import { describe, expect, it } from 'vitest';
import {
  CHANGE_MS,
  givenConsumer,
  givenKinesis,
  givenStream,
  iterator,
  put,
  STREAM,
  STREAM_ARN,
  type GivenKinesis,
  type PushedEvent,
} from '../given-kinesis.test-support.ts';

const KIB = 1_024;
const MIB = 1_048_576;
const LAST = '340282366920938463463374607431768211455';
const THROUGHPUT = 'ProvisionedThroughputExceededException';
const RATE_EXCEEDED = `${THROUGHPUT}: Rate exceeded for shard shardId-000000000000 in stream rivers under account 123456789012.`;

const records = (count: number, bytes: number, ExplicitHashKey = '0') =>
  Array.from({ length: count }, () => ({
    PartitionKey: 'k',
    ExplicitHashKey,
    Data: Buffer.alloc(bytes).toString('base64'),
  }));

const putMany = ({ call }: GivenKinesis, Records: object[]) =>
  call('PutRecords', { StreamName: STREAM, Records });

const errorsOf = (answer: object): (string | undefined)[] =>
  (answer as { Records: { ErrorCode?: string }[] }).Records.map(({ ErrorCode }) => ErrorCode);

/** Sums by name, without dimensions. */
const sums = ({ metrics }: GivenKinesis) =>
  Object.fromEntries(metrics().map(({ MetricName, Sum }) => [MetricName, Sum]));

describe('writing to a shard', () => {
  it('refuses the 1,001st record of a second by itself, in its place', async () => {
    const given = await givenStream({ hasLimits: true });
    for (let n = 0; n < 2; n++) {
      expect(await putMany(given, records(500, 1))).toHaveProperty('FailedRecordCount', 0);
    }
    const third = await putMany(given, records(2, 1));
    expect(third).toMatchObject({
      FailedRecordCount: 2,
      Records: Array.from({ length: 2 }, () => ({
        ErrorCode: THROUGHPUT,
        ErrorMessage: RATE_EXCEEDED.slice(THROUGHPUT.length + 2),
      })),
    });
    expect(await given.refusal('PutRecord', { StreamName: STREAM, ...records(1, 1)[0] })).toBe(
      RATE_EXCEEDED,
    );
    expect(sums(given)).toEqual({ WriteProvisionedThroughputExceeded: 3 });
    await given.clock.advance(1);
    await put(given, 'again');
  });

  it('takes the first of five large records, and the small one after them', async () => {
    const given = await givenStream({ shards: 2, hasLimits: true });
    const answer = await putMany(given, [
      ...records(3, 1_000 * KIB),
      ...records(1, 1_000 * KIB, LAST),
      ...records(1, KIB),
    ]);
    expect(errorsOf(answer)).toEqual([undefined, THROUGHPUT, THROUGHPUT, undefined, undefined]);
    expect(answer).toHaveProperty('FailedRecordCount', 2);
    const { Records } = await given.call('GetRecords', { ShardIterator: await iterator(given) });
    expect(Records.map(({ SequenceNumber }) => SequenceNumber)).toEqual([
      answer.Records[0]?.SequenceNumber,
      answer.Records[4]?.SequenceNumber,
    ]);
  });

  it('counts for the shard itself where its monitoring is enabled', async () => {
    const given = await givenStream({ hasLimits: true });
    const names = ['WriteProvisionedThroughputExceeded'];
    const request = { StreamName: STREAM, ShardLevelMetrics: names };
    await given.call('EnableEnhancedMonitoring', request);
    await given.clock.advance(CHANGE_MS);
    await putMany(given, records(2, 1_000 * KIB));
    expect(given.metrics()).toEqual([
      {
        Namespace: 'AWS/Kinesis',
        MetricName: names[0],
        Dimensions: [{ Name: 'StreamName', Value: STREAM }],
        Sum: 1,
      },
      {
        Namespace: 'AWS/Kinesis',
        MetricName: names[0],
        Dimensions: [
          { Name: 'StreamName', Value: STREAM },
          { Name: 'ShardId', Value: 'shardId-000000000000' },
        ],
        Sum: 1,
      },
    ]);
  });
});

describe('reading a shard', () => {
  it('refuses the sixth read and the sixth iterator of a second', async () => {
    const given = await givenStream({ hasLimits: true });
    let ShardIterator = await iterator(given);
    for (let n = 0; n < 5; n++) {
      ShardIterator = (await given.call('GetRecords', { ShardIterator })).NextShardIterator;
    }
    expect(await given.refusal('GetRecords', { ShardIterator })).toBe(RATE_EXCEEDED);
    for (let n = 0; n < 4; n++) await iterator(given);
    const request = { StreamName: STREAM, ShardId: '0', ShardIteratorType: 'LATEST' };
    expect(await given.refusal('GetShardIterator', request)).toBe(RATE_EXCEEDED);
    expect(sums(given)).toEqual({ ReadProvisionedThroughputExceeded: 2 });
    await given.clock.advance(1_000);
    await given.call('GetRecords', { ShardIterator });
  });

  it('gives nothing for five seconds after 10 MiB', async () => {
    const given = await givenStream({ hasLimits: true });
    for (let n = 0; n < 11; n++) {
      await putMany(given, records(1, MIB - 1));
      await given.clock.advance(1_000);
    }
    const ShardIterator = await iterator(given);
    const { Records, NextShardIterator: next } = await given.call('GetRecords', { ShardIterator });
    expect(Records).toHaveLength(10);
    await given.clock.advance(4_999);
    expect(await given.refusal('GetRecords', { ShardIterator: next })).toBe(RATE_EXCEEDED);
    await given.clock.advance(1);
    expect((await given.call('GetRecords', { ShardIterator: next })).Records).toHaveLength(1);
  });

  it('holds a subscription back to 2 MiB a second, each consumer by itself', async () => {
    const given = await givenConsumer({ hasLimits: true });
    const { call, clock, subscribe, consumerArn } = given;
    const registration = { StreamARN: STREAM_ARN, ConsumerName: 'second' };
    const { Consumer } = await call('RegisterStreamConsumer', registration);
    for (let n = 0; n < 8; n++) {
      await putMany(given, records(1, MIB - 1));
      await clock.advance(1_000);
    }
    const follow = (ConsumerARN: string) =>
      subscribe({ ConsumerARN, ShardId: '0', StartingPosition: { Type: 'TRIM_HORIZON' } });
    const both = [await follow(consumerArn), await follow(Consumer.ConsumerARN)];
    const pushes = (events: readonly PushedEvent[]) =>
      events.filter(({ type }) => type === 'SubscribeToShardEvent');
    const received = () =>
      both.map(({ events }) => pushes(events).flatMap(({ payload }) => payload.Records).length);
    await clock.advance(0);
    expect(received()).toEqual([2, 2]);
    await clock.advance(1_000);
    expect(received()).toEqual([4, 4]);
    await clock.advance(2_000);
    expect(received()).toEqual([8, 8]);
    // Who polls is not held back by those who are pushed to.
    await call('GetRecords', { ShardIterator: await iterator(given) });
  });

  it('counts calls that another subscription keeps out', async () => {
    const { clock, refusal, subscribe, metrics, consumerArn } = await givenConsumer({
      hasLimits: true,
    });
    const request = {
      ConsumerARN: consumerArn,
      ShardId: '0',
      StartingPosition: { Type: 'LATEST' },
    };
    await subscribe(request);
    await clock.advance(4_500);
    expect(await refusal('SubscribeToShard', request)).toMatch(/^ResourceInUseException/);
    await clock.advance(999);
    expect(await refusal('SubscribeToShard', request)).toBe(
      'LimitExceededException: Rate exceeded for consumer angler of shard shardId-000000000000 in stream rivers under account 123456789012.',
    );
    expect(metrics()).toMatchObject([{ MetricName: 'SubscribeToShard.RateExceeded', Sum: 1 }]);
    await clock.advance(1);
    await subscribe(request);
  });
});

describe('calling operations', () => {
  it('refuses more calls a second than AWS answers, and names the stream', async () => {
    const given = await givenStream({ hasLimits: true });
    const { call, refusal, clock, metrics } = given;
    await call('DescribeLimits');
    expect(await refusal('DescribeLimits')).toBe(
      'LimitExceededException: Rate exceeded for account 123456789012.',
    );
    for (let n = 0; n < 10; n++) await call('DescribeStream', { StreamARN: STREAM_ARN });
    expect(await refusal('DescribeStream', { StreamARN: STREAM_ARN })).toBe(
      'LimitExceededException: Rate exceeded for stream rivers under account 123456789012.',
    );
    expect(metrics()).toMatchObject([
      {
        Namespace: 'AWS/Usage',
        MetricName: 'ThrottleCount',
        Dimensions: [
          { Name: 'Service', Value: 'Kinesis' },
          { Name: 'Type', Value: 'API' },
          { Name: 'Resource', Value: 'DescribeLimits' },
        ],
        Sum: 1,
      },
      { Dimensions: [{}, {}, { Value: 'DescribeStream' }] },
    ]);
    await clock.advance(1_000);
    await call('DescribeLimits');
  });

  it('refuses nothing at all when limits are off', async () => {
    const given = await givenStream();
    for (let n = 0; n < 3; n++) await putMany(given, records(500, 1));
    for (let n = 0; n < 20; n++) {
      await given.call('GetRecords', { ShardIterator: await iterator(given) });
      await given.call('DescribeLimits');
    }
    expect(given.metrics()).toEqual([]);
  });

  it('counts a call whose members are valid, not one of whom they are not', async () => {
    const { call, refusal } = givenKinesis({ hasLimits: true });
    for (let n = 0; n < 9; n++) await refusal('CreateStream', {});
    await call('CreateStream', { StreamName: STREAM });
  });
});
