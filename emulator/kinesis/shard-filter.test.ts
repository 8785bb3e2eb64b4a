import { beforeEach, describe, expect, it } from 'vitest';
import { givenMemory } from './records/given-memory.test-support.ts';
import { filterShards, shardsAfter } from './shard-filter.ts';
import type { Shard } from './shard.ts';
import { Stream } from './stream.ts';

const BORN = 1_767_225_600_000;
const DAY = 86_400_000;

/** The first shard is split 10 s after the stream's birth; its children open a second later. */
const SPLIT_AT = BORN + 10_000;
const NOW = BORN + 60_000;

describe('filterShards', () => {
  let stream: Stream;

  beforeEach(() => {
    stream = new Stream({
      name: 'rivers',
      region: 'us-east-1',
      account: '123456789012',
      mode: 'PROVISIONED',
      shardCount: 2,
      maxRecordSizeKiB: 1_024,
      tags: new Map(),
      createdAt: BORN,
      activeAt: BORN,
      memory: givenMemory(),
    });
    const shard = stream.shard(0, BORN) as Shard;
    const { start, end } = shard.range;
    const ranges = [
      { start, end: 99n },
      { start: 100n, end },
    ];
    stream.reshard([shard], ranges, SPLIT_AT);
  });

  const listed = (
    type: string,
    more: { shardId?: string; at?: number } = {},
    now = NOW,
  ): number[] =>
    filterShards(stream, { type, shardId: more.shardId, timestamp: more.at }, now).map(
      ({ index }) => index,
    );

  it('shows everything inside the retention by FROM_TRIM_HORIZON', () => {
    expect(listed('FROM_TRIM_HORIZON')).toEqual([0, 1, 2, 3]);
  });

  it('shows what was open at the trim horizon by AT_TRIM_HORIZON', () => {
    expect(listed('AT_TRIM_HORIZON')).toEqual([0, 1]);
    expect(listed('AT_TRIM_HORIZON', {}, SPLIT_AT + 2_000 + DAY)).toEqual([1, 2, 3]);
  });

  it('shows what is open by AT_LATEST', () => {
    expect(listed('AT_LATEST')).toEqual([1, 2, 3]);
  });

  it('shows what was alive at an instant by AT_TIMESTAMP', () => {
    expect(listed('AT_TIMESTAMP', { at: SPLIT_AT })).toEqual([0, 1]);
    expect(listed('AT_TIMESTAMP', { at: SPLIT_AT + 999 })).toEqual([0, 1]);
    expect(listed('AT_TIMESTAMP', { at: SPLIT_AT + 1_000 })).toEqual([0, 1, 2, 3]);
    expect(listed('AT_TIMESTAMP', { at: SPLIT_AT + 1_001 })).toEqual([1, 2, 3]);
  });

  it('shows what was alive at an instant or later by FROM_TIMESTAMP', () => {
    expect(listed('FROM_TIMESTAMP', { at: SPLIT_AT })).toEqual([0, 1, 2, 3]);
    expect(listed('FROM_TIMESTAMP', { at: SPLIT_AT + 1_001 })).toEqual([1, 2, 3]);
    expect(listed('FROM_TIMESTAMP', { at: 0 })).toEqual([0, 1, 2, 3]);
  });

  it('shows what follows an id by AFTER_SHARD_ID', () => {
    expect(listed('AFTER_SHARD_ID', { shardId: 'shardId-000000000001' })).toEqual([2, 3]);
  });

  it('refuses a type without what it needs', () => {
    expect(() => listed('AFTER_SHARD_ID')).toThrow('Must specify ShardId');
    expect(() => listed('AT_TIMESTAMP')).toThrow('Must specify Timestamp');
    expect(() => listed('FROM_TIMESTAMP')).toThrow('Must specify Timestamp');
  });

  it('shows all of them after no id', () => {
    expect(shardsAfter(stream.shards(NOW), undefined)).toEqual(stream.shards(NOW));
  });
});
