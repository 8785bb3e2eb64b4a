import { describe, expect, it } from 'vitest';
import {
  CHANGE_MS,
  givenKinesis,
  givenStream,
  iterator,
  put,
  STREAM,
} from '../given-kinesis.test-support.ts';

const merge = { StreamName: STREAM, ShardToMerge: '1', AdjacentShardToMerge: '0' };

describe('MergeShards', () => {
  it('answers with an empty body and lists one child of both', async () => {
    const { send, call, clock } = await givenStream({ shards: 3 });
    expect(await send('MergeShards', merge)).toEqual({ status: 200, text: '' });
    await clock.advance(CHANGE_MS);
    const { Shards } = await call('ListShards', { StreamName: STREAM });
    expect(Shards.at(-1)).toMatchObject({
      ShardId: 'shardId-000000000003',
      ParentShardId: 'shardId-000000000001',
      AdjacentParentShardId: 'shardId-000000000000',
      HashKeyRange: {
        StartingHashKey: '0',
        EndingHashKey: Shards[1]?.HashKeyRange.EndingHashKey,
      },
    });
  });

  it('sends records of both parents to the child once it is open', async () => {
    const given = await givenStream({ shards: 2 });
    await given.call('MergeShards', merge);
    await given.clock.advance(2_000);
    for (const ExplicitHashKey of ['0', '340282366920938463463374607431768211455']) {
      expect((await put(given, 'x', { ExplicitHashKey })).ShardId).toBe('shardId-000000000002');
    }
  });

  it('tells readers of either parent about the child and both its parents', async () => {
    const given = await givenStream({ shards: 2 });
    await given.call('MergeShards', merge);
    await given.clock.advance(2_000);
    for (const ShardId of ['0', '1']) {
      const ShardIterator = await iterator(given, { ShardId });
      const { ChildShards } = await given.call('GetRecords', { ShardIterator });
      expect(ChildShards).toMatchObject([
        {
          ShardId: 'shardId-000000000002',
          ParentShards: ['shardId-000000000001', 'shardId-000000000000'],
        },
      ]);
    }
  });

  it('refuses shards that are no neighbours', async () => {
    const { refusal } = await givenStream({ shards: 3 });
    expect(await refusal('MergeShards', { ...merge, ShardToMerge: '2' })).toBe(
      'InvalidArgumentException: Shards shardId-000000000002 and shardId-000000000000 in stream rivers under account 123456789012 are not an adjacent pair of shards eligible for merging',
    );
    expect(await refusal('MergeShards', { ...merge, ShardToMerge: '0' })).toMatch(
      /not an adjacent/,
    );
  });

  it('refuses a stream that is not ACTIVE, or on demand', async () => {
    const { call, refusal, clock } = givenKinesis();
    const StreamModeDetails = { StreamMode: 'ON_DEMAND' };
    await call('CreateStream', { StreamName: STREAM, ShardCount: 2 });
    await call('CreateStream', { StreamName: 'wide', StreamModeDetails });
    expect(await refusal('MergeShards', merge)).toBe(
      'ResourceInUseException: Stream rivers under account 123456789012 not ACTIVE, instead in state CREATING',
    );
    await clock.advance(CHANGE_MS);
    expect(await refusal('MergeShards', { ...merge, StreamName: 'wide' })).toMatch(
      /^ValidationException/,
    );
  });
});
