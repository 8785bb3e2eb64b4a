import { describe, expect, it } from 'vitest';
import { memoryStore } from './consumer.ts';
import { collecting, givenWorld, range } from './given-world.test-support.ts';

const HALF = 2n ** 127n;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

describe.each(['polling', 'efo'] as const)('resharding, read by %s', (read) => {
  it('loses, repeats and reorders nothing over a split and a merge under load', async () => {
    const world = await givenWorld();
    const { handler, seen } = collecting();
    const consumer = world.consumer({ read });
    const running = consumer.run(handler);
    await world.settle(consumer.ready());
    for (let n = 0; n < 120; n++) {
      for (const key of KEYS) await world.put(key, n);
      if (n === 30) await world.split('shardId-000000000000', HALF);
      if (n === 80) await world.merge('shardId-000000000001', 'shardId-000000000002');
      await world.clock.advance(250);
    }
    await world.clock.advance(10_000);
    for (const key of KEYS) {
      expect(seen.filter((item) => item.key === key).map(({ n }) => n)).toEqual(range(0, 120));
    }
    expect(new Set(seen.map(({ shardId }) => shardId)).size).toBe(4);
    expect(consumer.lag().shards.map(({ shardId }) => shardId)).toEqual(['shardId-000000000003']);
    await world.settle(consumer.close());
    await running;
  });

  it('reads parents before children when both were there before the group', async () => {
    const world = await givenWorld();
    for (const key of KEYS) await world.put(key, ...range(0, 10));
    await world.split('shardId-000000000000', HALF);
    await world.clock.advance(3_000);
    for (const key of KEYS) await world.put(key, ...range(10, 20));
    const { handler, seen } = collecting();
    const consumer = world.consumer({ read });
    const running = consumer.run(handler);
    await world.advanceUntil(() => seen.length === 120);
    for (const key of KEYS) {
      expect(seen.filter((item) => item.key === key).map(({ n }) => n)).toEqual(range(0, 20));
    }
    await world.settle(consumer.close());
    await running;
  });

  it('reads a child from its beginning although the group began at latest', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    const one = world.consumer({ read, store, from: 'latest' });
    const running = one.run(collecting().handler);
    await world.settle(one.ready());
    await world.settle(one.close());
    await running;

    await world.split('shardId-000000000000', HALF);
    await world.clock.advance(3_000);
    for (const key of KEYS) await world.put(key, 1);
    await world.clock.advance(3_000);
    const { handler, seen } = collecting();
    const two = world.consumer({ read, store, from: 'latest' });
    const again = two.run(handler);
    await world.advanceUntil(() => seen.length === KEYS.length);
    await world.settle(two.close());
    await again;
  });
});
