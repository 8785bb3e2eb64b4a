import type { ConsumerStatus, ShardDescription } from '#pipeline/status.ts';
import { describe, expect, it } from 'vitest';
import type { Statuses } from './statuses.ts';
import { storiesBetween } from './stories.ts';
import { givenConsumer, givenReading, givenShard } from './given-statuses.test-support.ts';

const PARENT = { ...givenShard(0, 0n, 1n), isOpen: false };
const OTHER = givenShard(1, 2n, 3n);

/** One consumer that reads these of a closed shard and an open one. */
const givenReadings = (
  state: ConsumerStatus['state'],
  ...read: readonly ShardDescription[]
): Statuses => ({
  clock: { now: 1_000, speed: 1, isPaused: false },
  stream: { name: 'events', shards: [PARENT, OTHER] },
  consumers: [
    givenConsumer('one', { state, shards: read.map((one) => givenReading(one.shardId)) }),
  ],
  producer: undefined,
  firehose: undefined,
  bucket: undefined,
  faults: { active: [], hits: {} },
});

describe('stories of the lab', () => {
  it('tell of an object when it was delivered, not when the page began to look', () => {
    const deliveries = [{ records: 3, trigger: 'size', deliveredAt: 1_700 }];
    const first = { firehose: { deliveries }, consumers: [] } as unknown as Statuses;
    expect(storiesBetween(undefined, first, [])).toEqual([
      { kind: 'delivered', records: 3, trigger: 'size', at: 1_700 },
    ]);
  });

  it('tell which consumer has read a closed shard to its end, and take no death for it', () => {
    const told = (before: Statuses, after: Statuses) => storiesBetween(before, after, []);
    const both = givenReadings('running', PARENT, OTHER);
    const left = givenReadings('running', OTHER);
    const drained = { kind: 'drained', consumer: 'one', shardId: PARENT.shardId };
    expect(told(both, left)).toEqual([drained]);
    expect(told(left, left)).toEqual([]);
    // The listing that shows it closed may come later than the consumer's own news.
    const unlisted = { ...left, stream: { name: 'events', shards: [{ ...PARENT, isOpen: true }] } };
    expect(told(unlisted, left)).toEqual([drained]);
    // An open shard that is left is another worker's; who is dead has read nothing to its end.
    expect(told(both, givenReadings('running', PARENT))).toEqual([]);
    expect(told(both, givenReadings('killed'))).toEqual([{ kind: 'killed', consumer: 'one' }]);
    expect(told(givenReadings('starting'), left)).toEqual([]);
  });
});
