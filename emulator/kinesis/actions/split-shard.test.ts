import { describe, expect, it } from 'vitest';
import {
  CHANGE_MS,
  givenKinesis,
  givenStream,
  iterator,
  put,
  STREAM,
  textOf,
} from '../given-kinesis.test-support.ts';

const MIDDLE = '170141183460469231731687303715884105728';
const LAST = '340282366920938463463374607431768211455';
const split = { StreamName: STREAM, ShardToSplit: '0', NewStartingHashKey: MIDDLE };

describe('SplitShard', () => {
  it('answers with an empty body and makes the stream UPDATING, then ACTIVE', async () => {
    const { send, call, clock } = await givenStream();
    const status = async (): Promise<string> =>
      (await call('DescribeStream', { StreamName: STREAM })).StreamDescription.StreamStatus;
    expect(await send('SplitShard', split)).toEqual({ status: 200, text: '' });
    await clock.advance(CHANGE_MS - 1);
    expect(await status()).toBe('UPDATING');
    await clock.advance(1);
    expect(await status()).toBe('ACTIVE');
  });

  it('closes the parent and lists two children that tile its range', async () => {
    const { call, clock } = await givenStream();
    await call('SplitShard', split);
    await clock.advance(CHANGE_MS);
    const { Shards } = await call('ListShards', { StreamName: STREAM });
    const isClosed = Shards.map((shard) => 'EndingSequenceNumber' in shard.SequenceNumberRange);
    expect(isClosed).toEqual([true, false, false]);
    const before = (BigInt(MIDDLE) - 1n).toString();
    expect(Shards.slice(1)).toMatchObject([
      {
        ParentShardId: 'shardId-000000000000',
        HashKeyRange: { StartingHashKey: '0', EndingHashKey: before },
      },
      {
        ParentShardId: 'shardId-000000000000',
        HashKeyRange: { StartingHashKey: MIDDLE, EndingHashKey: LAST },
      },
    ]);
  });

  it('lets a record that comes before the creation second of the children go to the parent', async () => {
    const given = await givenStream();
    await given.call('SplitShard', split);
    await given.clock.advance(CHANGE_MS);
    expect((await put(given, 'early')).ShardId).toBe('shardId-000000000000');
    await given.clock.advance(1_000);
    expect((await put(given, 'late')).ShardId).toBe('shardId-000000000001');
  });

  it('keeps what was put before in the parent and what was put after in the children', async () => {
    const given = await givenStream();
    await put(given, 'before', { ExplicitHashKey: LAST });
    await given.call('SplitShard', split);
    await given.clock.advance(2_000);
    await put(given, 'after', { ExplicitHashKey: LAST });
    const texts: string[][] = [];
    for (const ShardId of ['0', '1', '2']) {
      const ShardIterator = await iterator(given, { ShardId });
      texts.push((await given.call('GetRecords', { ShardIterator })).Records.map(textOf));
    }
    expect(texts).toEqual([['before'], [], ['after']]);
  });

  it('refuses a stream that is not ACTIVE', async () => {
    const { call, refusal } = await givenStream();
    await call('SplitShard', split);
    expect(await refusal('SplitShard', split)).toBe(
      'ResourceInUseException: Stream rivers under account 123456789012 not ACTIVE, instead in state UPDATING',
    );
  });

  it('refuses a hash key that leaves no room on either side', async () => {
    const { refusal } = await givenStream();
    for (const NewStartingHashKey of ['0', '1', LAST]) {
      expect(await refusal('SplitShard', { ...split, NewStartingHashKey })).toBe(
        `InvalidArgumentException: NewStartingHashKey ${NewStartingHashKey} used in SplitShard() on shard shardId-000000000000 in stream rivers under account 123456789012 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey ${LAST}.`,
      );
    }
  });

  it('refuses a shard that is unknown or closed', async () => {
    const { call, refusal, clock } = await givenStream();
    expect(await refusal('SplitShard', { ...split, ShardToSplit: '5' })).toBe(
      'ResourceNotFoundException: Could not find shard shardId-000000000005 in stream rivers under account 123456789012.',
    );
    await call('SplitShard', split);
    await clock.advance(CHANGE_MS);
    expect(await refusal('SplitShard', split)).toMatch(
      /^InvalidArgumentException: Shard .* has already been merged or split, and thus is not eligible/,
    );
  });

  it('refuses an on-demand stream', async () => {
    const { call, refusal, clock } = givenKinesis();
    const StreamModeDetails = { StreamMode: 'ON_DEMAND' };
    await call('CreateStream', { StreamName: STREAM, StreamModeDetails });
    await clock.advance(CHANGE_MS);
    expect(await refusal('SplitShard', split)).toMatch(/^ValidationException/);
  });
});
