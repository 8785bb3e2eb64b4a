import { describe, expect, it } from 'vitest';

import {
  CHANGE_MS,
  givenKinesis,
  givenStream,
  iterator,
  put,
  STREAM,
  STREAM_ARN,
  textOf,
  type GivenKinesis,
} from '../given-kinesis.test-support.ts';

const to = (TargetShardCount: number) => ({
  StreamName: STREAM,
  TargetShardCount,
  ScalingType: 'UNIFORM_SCALING',
});

const openRanges = async ({ call }: GivenKinesis): Promise<bigint[]> => {
  const { Shards } = await call('ListShards', {
    StreamName: STREAM,
    ShardFilter: { Type: 'AT_LATEST' },
  });
  return Shards.map(({ HashKeyRange }) => BigInt(HashKeyRange.StartingHashKey)).sort((a, b) =>
    a < b ? -1 : 1,
  );
};

describe('UpdateShardCount', () => {
  it('doubles the shards, and is UPDATING meanwhile', async () => {
    const given = await givenStream({ shards: 2 });
    const { call, clock } = given;
    expect(await call('UpdateShardCount', to(4))).toEqual({
      StreamName: STREAM,
      StreamARN: STREAM_ARN,
      CurrentShardCount: 2,
      TargetShardCount: 4,
    });
    const status = async () =>
      (await call('DescribeStream', { StreamName: STREAM })).StreamDescription.StreamStatus;
    expect(await status()).toBe('UPDATING');
    await clock.advance(CHANGE_MS);
    expect(await status()).toBe('ACTIVE');
    expect(await openRanges(given)).toEqual([0n, 2n ** 126n, 2n ** 127n, 3n * 2n ** 126n]);
  });

  it('goes from two to three by way of four, of which two live for a step', async () => {
    const given = await givenStream({ shards: 2 });
    const { call, clock } = given;
    await call('UpdateShardCount', to(3));
    await clock.advance(CHANGE_MS);
    expect(await openRanges(given)).toHaveLength(4);
    await clock.advance(CHANGE_MS);
    const third = 2n ** 128n / 3n;
    expect(await openRanges(given)).toEqual([0n, third, 2n * third]);
    const { Shards } = await call('ListShards', { StreamName: STREAM });
    expect(Shards).toHaveLength(7);
    expect(Shards.at(-1)).toMatchObject({
      ParentShardId: 'shardId-000000000003',
      AdjacentParentShardId: 'shardId-000000000004',
    });
  });

  it('loses no record and no order on the way', async () => {
    const given = await givenStream({ shards: 2 });
    const { call, clock } = given;
    await call('UpdateShardCount', to(3));
    const middle = (2n ** 127n).toString();
    for (let n = 0; n < 40; n++) {
      await put(given, String(n), { ExplicitHashKey: middle });
      await clock.advance(100);
    }
    const texts: string[] = [];
    let shardId: string | undefined = 'shardId-000000000001';
    while (shardId !== undefined) {
      let next: string | undefined = await iterator(given, { ShardId: shardId });
      shardId = undefined;
      for (let reads = 0; next !== undefined && reads < 3; reads++) {
        const read = await call('GetRecords', { ShardIterator: next });
        texts.push(...read.Records.map(textOf));
        next = read.NextShardIterator;
        shardId = read.ChildShards?.find((child) => owns(child, middle))?.ShardId;
      }
    }
    expect(texts).toEqual(Array.from({ length: 40 }, (_, n) => String(n)));
  });

  it('goes no further than double and half', async () => {
    const { refusal } = await givenStream({ shards: 4 });
    expect(await refusal('UpdateShardCount', to(9))).toBe(
      'LimitExceededException: UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 4, Target shard count: 9',
    );
    expect(await refusal('UpdateShardCount', to(1))).toMatch(/^LimitExceededException/);
    expect(await refusal('UpdateShardCount', to(10_001))).toMatch(/^LimitExceededException/);
  });

  it('scales ten times a day and no more', async () => {
    const { call, refusal, clock } = await givenStream({ hasLimits: true });
    for (let n = 0; n < 10; n++) {
      await call('UpdateShardCount', to(n % 2 === 0 ? 2 : 1));
      await clock.advance(250);
    }
    expect(await refusal('UpdateShardCount', to(2))).toMatch(
      /^LimitExceededException: UpdateShardCount cannot be called more than 10 times/,
    );
  });

  it('counts shards that live for a step against the quota', async () => {
    const { call, refusal, clock } = givenKinesis();
    await call('CreateStream', { StreamName: 'full', ShardCount: 19_997 });
    await call('CreateStream', { StreamName: STREAM, ShardCount: 2 });
    await clock.advance(CHANGE_MS);
    expect(await refusal('UpdateShardCount', to(3))).toMatch(
      /shard limit .* Current shard count for the account: 19999\. Limit: 20000\. .* from this request: 2\./,
    );
  });

  it('refuses other ways of scaling, and on-demand streams', async () => {
    const { call, refusal, clock } = await givenStream();
    expect(await refusal('UpdateShardCount', { ...to(2), ScalingType: 'WILD' })).toMatch(
      /Member must satisfy enum value set: \[UNIFORM_SCALING\]$/,
    );
    const StreamModeDetails = { StreamMode: 'ON_DEMAND' };
    await call('UpdateStreamMode', { StreamARN: STREAM_ARN, StreamModeDetails });
    await clock.advance(CHANGE_MS);
    expect(await refusal('UpdateShardCount', to(2))).toMatch(/^ValidationException/);
  });
});

const owns = (child: object, hashKey: string): boolean => {
  const { HashKeyRange: range } = child as {
    HashKeyRange: { StartingHashKey: string; EndingHashKey: string };
  };
  return (
    BigInt(range.StartingHashKey) <= BigInt(hashKey) &&
    BigInt(hashKey) <= BigInt(range.EndingHashKey)
  );
};
