import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenMemory } from './records/given-memory.test-support.ts';
import { Consumer } from './consumer.ts';
import { hashKeyOf, MAX_HASH_KEY } from './hash-key.ts';
import type { Shard } from './shard.ts';
import { incoming } from './records/incoming-record.ts';
import { Stream } from './stream.ts';

const BORN = 1_767_225_600_000;
const DAY = 86_400_000;

const newStream = (shardCount = 1, memory = givenMemory()): Stream =>
  new Stream({
    name: 'rivers',
    region: 'us-east-1',
    account: '123456789012',
    mode: 'PROVISIONED',
    shardCount,
    maxRecordSizeKiB: 1_024,
    tags: new Map(),
    createdAt: BORN,
    activeAt: BORN + 50,
    memory,
  });

function halve(stream: Stream, shard: Shard, doneAt: number): void {
  const { start, end } = shard.range;
  const middle = start + (end - start) / 2n;
  stream.reshard(
    [shard],
    [
      { start, end: middle },
      { start: middle + 1n, end },
    ],
    doneAt,
  );
}

const ids = (shards: readonly Shard[]): number[] => shards.map(({ index }) => index);

describe('the status of a stream', () => {
  it('is CREATING until it is active', () => {
    const stream = newStream();
    expect(stream.status(BORN + 49)).toBe('CREATING');
    expect(stream.status(BORN + 50)).toBe('ACTIVE');
  });

  it('is UPDATING until a reshard is done', () => {
    const stream = newStream();
    halve(stream, stream.openShards(BORN + 100)[0] as Shard, BORN + 150);
    expect(stream.status(BORN + 149)).toBe('UPDATING');
    expect(stream.status(BORN + 150)).toBe('ACTIVE');
  });

  it('is DELETING until it is gone, counted from the first deletion', () => {
    const stream = newStream();
    stream.delete(BORN + 150);
    stream.delete(BORN + 500);
    expect(stream.status(BORN + 149)).toBe('DELETING');
    expect(stream.goneAt).toBe(BORN + 150);
  });
});

function put(stream: Stream, shard: Shard, now: number): void {
  const stamp = { arrivedAt: now, encryptionType: undefined };
  stream.append(shard, incoming({ Data: '', PartitionKey: 'k' }), stamp);
  shard.publish();
}

describe('the records of a stream', () => {
  it('take no memory any more when it is gone, nor when their shard is', () => {
    const memory = givenMemory();
    const stream = newStream(2, memory);
    for (const shard of stream.shards(BORN + 50)) put(stream, shard, BORN + 100);
    halve(stream, stream.openShards(BORN + 100)[0] as Shard, BORN + 150);
    const both = memory.heldBytes;
    stream.shards(BORN + 2 * DAY);
    expect(memory.heldBytes).toBe(both / 2);
    stream.forgetAll();
    expect(memory.heldBytes).toBe(0);
  });
});

describe('the shards of a stream', () => {
  it('are listed once it is active', () => {
    const stream = newStream(3);
    expect(stream.shards(BORN + 49)).toEqual([]);
    expect(ids(stream.shards(BORN + 50))).toEqual([0, 1, 2]);
  });

  it('count against the quota while it is being created', () => {
    expect(newStream(3).shardCount(BORN)).toBe(3);
  });

  it('include a parent as closed and its children from when a reshard is done', () => {
    const stream = newStream();
    halve(stream, stream.openShards(BORN + 100)[0] as Shard, BORN + 150);
    expect(ids(stream.openShards(BORN + 149))).toEqual([0]);
    expect(ids(stream.shards(BORN + 149))).toEqual([0]);
    expect(ids(stream.openShards(BORN + 150))).toEqual([1, 2]);
    expect(ids(stream.shards(BORN + 150))).toEqual([0, 1, 2]);
  });

  it('are no longer listed when everything in them has aged out', () => {
    const stream = newStream();
    halve(stream, stream.openShards(BORN + 100)[0] as Shard, BORN + 150);
    const endedAt = BORN + 1_000;
    expect(ids(stream.shards(endedAt + DAY - 1))).toEqual([0, 1, 2]);
    expect(ids(stream.shards(endedAt + DAY))).toEqual([1, 2]);
  });

  it('are still known to iterators five minutes longer', () => {
    const stream = newStream();
    halve(stream, stream.openShards(BORN + 100)[0] as Shard, BORN + 150);
    const unlistedAt = BORN + 1_000 + DAY;
    stream.shards(unlistedAt + 299_999);
    expect(stream.shard(0, unlistedAt + 299_999)).toBeDefined();
    stream.shards(unlistedAt + 300_000);
    expect(stream.shard(0, unlistedAt + 300_000)).toBeUndefined();
  });

  it('forget records older than the retention', () => {
    const stream = newStream();
    const shard = stream.shard(0, BORN + 50) as Shard;
    put(stream, shard, BORN + 50);
    put(stream, shard, BORN + 51);
    expect(stream.shard(0, BORN + 50 + DAY)?.records.first).toBe(0);
    expect(stream.shard(0, BORN + 51 + DAY)?.records.first).toBe(1);
  });

  it('forget them at an append too, so that a stream nobody reads stays bounded', () => {
    const stream = newStream();
    const shard = stream.shard(0, BORN + 50) as Shard;
    put(stream, shard, BORN + 50);
    put(stream, shard, BORN + 51 + DAY);
    expect(shard.records.first).toBe(1);
  });
});

describe('the routes of a stream', () => {
  it('lead to the parent until the clock reaches the creation second of the children', () => {
    const stream = newStream();
    halve(stream, stream.openShards(BORN + 100)[0] as Shard, BORN + 150);
    const last = hashKeyOf(MAX_HASH_KEY);
    expect(stream.shardOwning(last, BORN + 999).index).toBe(0);
    expect(stream.shardOwning(last, BORN + 1_000).index).toBe(2);
    expect(stream.shardOwning(hashKeyOf(0n), BORN + 1_000).index).toBe(1);
  });

  it('open children at least a second after the parent, however quickly one reshard follows another', () => {
    const stream = newStream();
    halve(stream, stream.openShards(BORN + 100)[0] as Shard, BORN + 150);
    halve(stream, stream.openShards(BORN + 150)[0] as Shard, BORN + 200);
    const seconds = stream.shards(BORN + 200).map((shard) => shard.createdAtSeconds - BORN / 1_000);
    expect(seconds).toEqual([0, 1, 1, 2, 2]);
  });

  it('give each hash key to the one shard that owns it, through any splits and merges', () => {
    const hashKey = fc.bigInt({ min: 0n, max: MAX_HASH_KEY });
    const steps = fc.array(
      fc.record({ merges: fc.boolean(), pick: fc.nat(), waitMs: fc.nat(3_000) }),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), steps, fc.array(hashKey), (count, plan, keys) => {
        const stream = newStream(count);
        let now = BORN + 100;
        for (const { merges, pick, waitMs } of plan) {
          reshardOnce(stream, { merges, pick, now });
          now += 50 + waitMs;
          for (const key of [0n, MAX_HASH_KEY, ...keys]) {
            const owner = stream.shardOwning(hashKeyOf(key), now);
            expect(owner.takesRecords(now)).toBe(true);
            expect(key >= owner.range.start && key <= owner.range.end).toBe(true);
          }
          expectTiling(stream.openShards(now));
        }
      }),
    );
  });
});

function reshardOnce(
  stream: Stream,
  { merges, pick, now }: { merges: boolean; pick: number; now: number },
): void {
  const open = stream.openShards(now).sort((a, b) => (a.range.start < b.range.start ? -1 : 1));
  const index = pick % open.length;
  const [shard, next] = open.slice(index) as [Shard, Shard?];
  if (!merges) halve(stream, shard, now + 50);
  else if (next) {
    const range = { start: shard.range.start, end: next.range.end };
    stream.reshard([shard, next], [range], now + 50);
  }
}

function expectTiling(shards: readonly Shard[]): void {
  const ranges = shards.map(({ range }) => range).sort((a, b) => (a.start < b.start ? -1 : 1));
  let next = 0n;
  for (const { start, end } of ranges) {
    expect(start).toBe(next);
    next = end + 1n;
  }
  expect(next).toBe(MAX_HASH_KEY + 1n);
}

describe('the consumers of a stream', () => {
  it('are known until they are gone', () => {
    const stream = newStream();
    const born = { createdAt: BORN, activeAt: BORN };
    const consumer = new Consumer({
      name: 'angler',
      streamArn: stream.arn,
      tags: new Map(),
      ...born,
    });
    stream.register(consumer);
    consumer.delete(BORN + 100, new Error('gone') as never);
    expect(stream.consumers(BORN + 99)).toEqual([consumer]);
    expect(stream.consumer('angler', BORN + 100)).toBeUndefined();
    expect(stream.consumers(BORN + 100)).toEqual([]);
  });
});
