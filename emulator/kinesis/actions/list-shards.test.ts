import { describe, expect, it } from 'vitest';
import { givenKinesis, givenStream, START, STREAM } from '../given-kinesis.test-support.ts';

describe('ListShards', () => {
  it('lists up to 1,000 shards a page', async () => {
    const { call } = await givenStream({ shards: 1_500 });
    const first = await call('ListShards', { StreamName: STREAM, MaxResults: 10_000 });
    const second = await call('ListShards', { NextToken: first.NextToken });
    expect([first, second].map(({ Shards }) => Shards.length)).toEqual([1_000, 500]);
    expect(second.Shards[0]?.ShardId).toBe('shardId-000000001000');
    expect(second.NextToken).toBeUndefined();
  });

  it('keeps the filter from page to page', async () => {
    const { call, clock } = await givenStream({ shards: 3 });
    const merge = { ShardToMerge: '0', AdjacentShardToMerge: '1' };
    await call('MergeShards', { StreamName: STREAM, ...merge });
    await clock.advance(50);
    const ShardFilter = { Type: 'AT_LATEST' };
    const first = await call('ListShards', { StreamName: STREAM, MaxResults: 1, ShardFilter });
    const second = await call('ListShards', { NextToken: first.NextToken });
    expect([...first.Shards, ...second.Shards].map(({ ShardId }) => ShardId)).toEqual([
      'shardId-000000000002',
      'shardId-000000000003',
    ]);
  });

  it('goes on after a shard', async () => {
    const { call } = await givenStream({ shards: 3 });
    const ExclusiveStartShardId = 'shardId-000000000001';
    const { Shards } = await call('ListShards', { StreamName: STREAM, ExclusiveStartShardId });
    expect(Shards.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000002']);
  });

  it('refuses a token that is older than 300 seconds', async () => {
    const { call, refusal, clock } = await givenStream({ shards: 2 });
    const { NextToken } = await call('ListShards', { StreamName: STREAM, MaxResults: 1 });
    await clock.advance(300_001);
    expect(await refusal('ListShards', { NextToken })).toMatch(/^ExpiredNextTokenException/);
  });

  it('wants a token or a stream, and not both', async () => {
    const { call, refusal } = await givenStream({ shards: 2 });
    expect(await refusal('ListShards')).toBe(
      'InvalidArgumentException: Either NextToken or StreamName should be provided.',
    );
    const { NextToken } = await call('ListShards', { StreamName: STREAM, MaxResults: 1 });
    expect(await refusal('ListShards', { NextToken, StreamName: STREAM })).toBe(
      'InvalidArgumentException: NextToken and StreamName cannot be provided together.',
    );
  });

  it('tells streams of one name apart by their creation', async () => {
    const { call, refusal } = await givenStream();
    const born = { StreamName: STREAM, StreamCreationTimestamp: START / 1_000 };
    expect((await call('ListShards', born)).Shards).toHaveLength(1);
    const unborn = { StreamName: STREAM, StreamCreationTimestamp: START / 1_000 - 1 };
    expect(await refusal('ListShards', unborn)).toMatch(/^ResourceNotFoundException/);
  });

  it('refuses a stream in CREATING', async () => {
    const { call, refusal } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM });
    expect(await refusal('ListShards', { StreamName: STREAM })).toBe(
      'ResourceInUseException: Stream rivers under account 123456789012 not ACTIVE, instead in state CREATING',
    );
  });

  it('names the types of filter that there are', async () => {
    const { refusal } = await givenStream();
    const request = { StreamName: STREAM, ShardFilter: { Type: 'NEWEST' } };
    expect(await refusal('ListShards', request)).toBe(
      "ValidationException: 1 validation error detected: Value 'NEWEST' at 'shardFilter.type' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SHARD_ID, AT_TRIM_HORIZON, FROM_TRIM_HORIZON, AT_LATEST, AT_TIMESTAMP, FROM_TIMESTAMP]",
    );
  });
});
