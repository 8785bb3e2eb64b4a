import { describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../messages.ts';
import type { ConsumerView, FirehoseView, HopView, ShardView } from '../../view.ts';
import { find } from './findings.ts';
import type { Sight } from './sight.ts';
import { LESSON_NAMES, LESSONS } from './lessons.ts';

const NOTHING: Sight = {
  shards: [],
  consumers: [],
  hops: [],
  firehose: undefined,
  producer: undefined,
  key: 'ana',
  landing: undefined,
  lastObject: undefined,
  now: 10_000,
};

const consumer = (name: string, fields: Partial<ConsumerView>): ConsumerView =>
  ({
    name,
    state: 'running',
    slowMs: 0,
    received: 0,
    duplicates: 0,
    outOfOrder: 0,
    ...fields,
  }) as ConsumerView;

const polling = consumer('consumer-1', { read: 'polling', received: 70, lagMs: 3_000, behind: 90 });
const pushed = consumer('consumer-2', { read: 'efo', received: 50 });

const hop = (name: string, p50: number, count = 9): HopView =>
  ({ consumer: name, p50, count }) as HopView;

const shard = (n: number, state: ShardView['state'], ...parentIds: string[]): ShardView =>
  ({ shardId: `shard-${n}`, state, parentIds }) as unknown as ShardView;

const buffer = { basis: 'measured', bytes: 5, sizeBytes: 9, dueAt: 14_000 } as unknown;

describe('what a lesson finds', () => {
  it('is nothing, and no answer is right, before there is anything to be seen', () => {
    for (const name of LESSON_NAMES) {
      expect(find(name, NOTHING)).toEqual({ kind: 'nothing', answer: undefined });
    }
  });

  it('is the shard in which the typed key falls', () => {
    const landing = { ring: 0.15, shardId: 'shard-0' };
    const found = find('keys', { ...NOTHING, landing });
    expect(found).toEqual({ kind: 'keys', answer: 1, key: 'ana', ...landing });
  });

  it('counts over all consumers what was read, and what of it out of order', () => {
    const consumers = [polling, { ...pushed, outOfOrder: 1 }];
    const found = find('order', { ...NOTHING, consumers });
    expect(found).toEqual({ kind: 'order', answer: 1, received: 120, outOfOrder: 1 });
  });

  it.each([
    ['the pushed one, as it is faster', 8, 1, ['consumer-2', 'consumer-1']],
    ['the polling one, when the other is slowed down', 900, 0, ['consumer-1', 'consumer-2']],
  ])('has whoever was first by what was measured: %s', (_, pushedMs, answer, names) => {
    const hops = [hop('consumer-1', 100), hop('consumer-2', pushedMs)];
    const found = find('push', { ...NOTHING, consumers: [polling, pushed], hops });
    expect(found).toMatchObject({ answer, first: { name: names[0] }, second: { name: names[1] } });
  });

  it('has nobody who was first while one of them has read nothing, or both read alike', () => {
    const hops = [hop('consumer-1', 100), hop('consumer-2', 0, 0)];
    const consumers = [polling, pushed];
    expect(find('push', { ...NOTHING, consumers, hops }).kind).toBe('nothing');
    const alike = { consumers: [polling, { ...pushed, read: 'polling' as const }] };
    const both = [hop('consumer-1', 100), hop('consumer-2', 8)];
    expect(find('push', { ...NOTHING, ...alike, hops: both }).kind).toBe('nothing');
  });

  it('is how far the first consumer is behind', () => {
    const found = find('behind', { ...NOTHING, consumers: [{ ...polling, slowMs: 1_500 }] });
    expect(found).toMatchObject({ answer: 1, behind: 90, lagMs: 3_000, isSlow: true });
  });

  it('is the newest split, and whether its parent was read to its end; a merge is none', () => {
    const shards = [
      shard(0, 'drained'),
      shard(1, 'open'),
      shard(2, 'draining', 'shard-0'),
      shard(3, 'open', 'shard-0'),
      shard(4, 'open', 'shard-2'),
      shard(5, 'open', 'shard-2'),
    ];
    const newest = find('split', { ...NOTHING, shards });
    expect(newest).toMatchObject({ parentId: 'shard-2', childIds: ['shard-4', 'shard-5'] });
    expect(newest).toMatchObject({ answer: 1, isDrained: false });
    const first = find('split', { ...NOTHING, shards: shards.slice(0, 4) });
    expect(first).toMatchObject({ parentId: 'shard-0', isDrained: true });
    const merged = [shard(0, 'draining'), shard(1, 'draining'), shard(2, 'open', 'shard-0')];
    expect(find('split', { ...NOTHING, shards: merged }).kind).toBe('nothing');
  });

  it('is what was put again, once something was refused', () => {
    const producer = { put: 90, retries: 30, failed: 0 } as Sight['producer'];
    const found = find('partial', { ...NOTHING, producer });
    expect(found).toEqual({ kind: 'partial', answer: 1, retries: 30, failed: 0 });
  });

  it('is what a consumer read twice, and that it is dead while it is', () => {
    const repeated = { ...pushed, duplicates: 4 };
    const found = find('repeats', { ...NOTHING, consumers: [polling, repeated] });
    expect(found).toMatchObject({ name: 'consumer-2', duplicates: 4, isKilled: false });
    const killed = { ...pushed, state: 'killed' as const };
    expect(find('repeats', { ...NOTHING, consumers: [killed] })).toMatchObject({ isKilled: true });
    expect(find('repeats', { ...NOTHING, consumers: [polling, pushed] }).kind).toBe('nothing');
  });

  it('is when the buffer is due, later the last object; with no buffer, that it waits for nothing', () => {
    const firehose = buffer as FirehoseView;
    const due = find('buffer', { ...NOTHING, firehose });
    expect(due).toEqual({ kind: 'due', answer: 1, inMs: 4_000, bytes: 5, of: 9 });
    const lastObject = { key: 'k' } as ObjectRow;
    const found = find('buffer', { ...NOTHING, firehose, lastObject });
    expect(found).toMatchObject({ kind: 'object', answer: 1, object: lastObject });
    const none = { ...firehose, basis: 'unbuffered' as const };
    expect(find('buffer', { ...NOTHING, firehose: none, lastObject }).answer).toBe(0);
  });
});

describe('what a lesson does', () => {
  const deedOf = (name: string, sight: Partial<Sight>) =>
    LESSONS.find((one) => one.name === name)?.deed?.({ ...NOTHING, ...sight });

  it('is one order to the lab, or undoes the one before', () => {
    expect(deedOf('keys', {})?.body).toMatchObject({ key: 'ana', count: 10 });
    expect(deedOf('split', { shards: [shard(0, 'drained'), shard(1, 'open')] })?.body).toEqual({
      split: 'shard-1',
    });
    expect(deedOf('partial', {})?.body).toMatchObject({ key: 'ana', count: 100 });
    expect(deedOf('behind', { consumers: [polling] })?.name).toBe('slow');
    expect(deedOf('behind', { consumers: [{ ...polling, slowMs: 9 }] })?.name).toBe('catchUp');
    expect(deedOf('repeats', { consumers: [polling, pushed] })?.name).toBe('kill');
    expect(deedOf('repeats', { consumers: [{ ...pushed, state: 'killed' }] })?.name).toBe('start');
  });

  it('is nothing where there is nothing to do it to', () => {
    expect(deedOf('keys', { key: '' })).toBeUndefined();
    for (const name of ['split', 'behind', 'repeats']) expect(deedOf(name, {})).toBeUndefined();
  });
});
