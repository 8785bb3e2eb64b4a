import { describe, expect, it } from 'vitest';

import { givenStream, iterator, put, STREAM, textOf } from '../given-kinesis.test-support.ts';

const HOUR_MS = 3_600_000;
const hours = (RetentionPeriodHours: number) => ({ StreamName: STREAM, RetentionPeriodHours });

describe('IncreaseStreamRetentionPeriod', () => {
  it('keeps records for longer, but brings none back', async () => {
    const given = await givenStream();
    const { call, send, clock } = given;
    await put(given, 'gone');
    await clock.advance(24 * HOUR_MS);
    await put(given, 'kept');
    await clock.advance(1);
    const answer = await send('IncreaseStreamRetentionPeriod', hours(48));
    expect(answer).toEqual({ status: 200, text: '' });
    await clock.advance(47 * HOUR_MS);
    const { Records } = await call('GetRecords', { ShardIterator: await iterator(given) });
    expect(Records.map(textOf)).toEqual(['kept']);
    const { StreamDescription } = await call('DescribeStream', { StreamName: STREAM });
    expect(StreamDescription).toHaveProperty('RetentionPeriodHours', 48);
  });

  it('does not bring a shard back that has aged out', async () => {
    const { call, clock } = await givenStream({ shards: 2 });
    const merge = { StreamName: STREAM, ShardToMerge: '0', AdjacentShardToMerge: '1' };
    await call('MergeShards', merge);
    await clock.advance(25 * HOUR_MS);
    await call('IncreaseStreamRetentionPeriod', hours(8_760));
    const { Shards } = await call('ListShards', { StreamName: STREAM });
    expect(Shards.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000002']);
  });

  it('accepts the present period, and refuses a shorter one and one beyond a year', async () => {
    const { call, refusal } = await givenStream();
    await call('IncreaseStreamRetentionPeriod', hours(24));
    await call('IncreaseStreamRetentionPeriod', hours(25));
    expect(await refusal('IncreaseStreamRetentionPeriod', hours(24))).toBe(
      'InvalidArgumentException: Requested retention period (24 hours) for stream rivers can not be shorter than existing retention period (25 hours). Use DecreaseRetentionPeriod API.',
    );
    expect(await refusal('IncreaseStreamRetentionPeriod', hours(23))).toBe(
      'InvalidArgumentException: Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.',
    );
    expect(await refusal('IncreaseStreamRetentionPeriod', hours(8_761))).toBe(
      'InvalidArgumentException: Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.',
    );
  });
});
