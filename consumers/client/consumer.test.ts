import { describe, expect, it } from 'vitest';
import { memoryStore } from './consumer.ts';
import { collecting, givenWorld, range } from './given-world.test-support.ts';

describe('a consumer by polling', () => {
  it('hands over everything that is in the stream, in order', async () => {
    const world = await givenWorld();
    await world.put('a', ...range(0, 300));
    const { handler, ns } = collecting();
    const consumer = world.consumer();
    const running = consumer.run(handler);
    await world.advanceUntil(() => ns().length === 300);
    expect(ns()).toEqual(range(0, 300));
    await world.settle(consumer.close());
    await running;
  });

  it('sees a record at its next poll, a second at the latest', async () => {
    const world = await givenWorld();
    const { handler, ns } = collecting();
    const consumer = world.consumer();
    const running = consumer.run(handler);
    await world.settle(consumer.ready());
    await world.clock.advance(300);
    await world.put('a', 1);
    await world.clock.advance(699);
    expect(ns()).toEqual([]);
    await world.clock.advance(1);
    expect(ns()).toEqual([1]);
    await world.settle(consumer.close());
    await running;
  });

  it('goes on at its checkpoint after a restart, without gap or repetition', async () => {
    const world = await givenWorld({ shards: 2 });
    const store = memoryStore();
    const first = collecting();
    const one = world.consumer({ store });
    const running = one.run(first.handler);
    await world.put('a', ...range(0, 50));
    await world.advanceUntil(() => first.ns().length === 50);
    await world.settle(one.close());
    await running;

    await world.put('a', ...range(50, 100));
    const second = collecting();
    const two = world.consumer({ store });
    const again = two.run(second.handler);
    await world.advanceUntil(() => second.ns().length === 50);
    await world.clock.advance(5_000);
    expect(second.ns()).toEqual(range(50, 100));
    await world.settle(two.close());
    await again;
  });

  it('repeats after a kill what came since the last checkpoint, and nothing older', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    const first = collecting();
    const killed = world.consumer({ store });
    const dying = killed.run(first.handler);
    await world.put('a', 1, 2);
    await world.clock.advance(11_000);
    await world.put('a', 3, 4);
    await world.clock.advance(2_000);
    expect(first.ns()).toEqual([1, 2, 3, 4]);

    // The process is gone without a word: its successor, of the same id, takes the shards over.
    const second = collecting();
    const successor = world.consumer({ store });
    const running = successor.run(second.handler);
    await world.clock.advance(3_000);
    expect(second.ns()).toEqual([3, 4]);
    await world.put('a', 5);
    await expect(world.settle(dying)).rejects.toMatchObject({ code: 'worker-replaced' });
    await world.settle(successor.close());
    await running;
  });

  it('goes on where it was when its iterator has expired in a slow handler', async () => {
    const world = await givenWorld();
    await world.put('a', 1);
    const seen: number[] = [];
    const consumer = world.consumer();
    const running = consumer.run({
      each: async ({ data }) => {
        seen.push(data.n);
        if (data.n < 4) await world.clock.sleep(400_000);
      },
    });
    await world.clock.advance(10_000);
    await world.put('a', 2);
    await world.clock.advance(10_000);
    await world.put('a', 3);
    await world.clock.advance(10_000);
    await world.put('a', 4);
    await world.advanceUntil(() => seen.length === 4, 2_000_000);
    await world.clock.advance(5_000);
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(world.logged).toContainEqual(
      expect.objectContaining({
        event: 'shard not read',
        fields: { error: 'ExpiredIteratorException', failures: 1 },
      }),
    );
    await world.settle(consumer.close());
    await running;
  });
});

describe('a consumer with little memory', () => {
  it.each(['polling', 'efo'] as const)('goes on chunk by chunk, by %s', async (read) => {
    const world = await givenWorld({ shards: 2 });
    const { handler, seen } = collecting();
    const consumer = world.consumer({ read, memoryBytes: 1 });
    const running = consumer.run(handler);
    for (let n = 0; n < 10; n++) {
      for (const key of ['a', 'b']) await world.put(key, n);
      await world.clock.advance(1_500);
    }
    await world.clock.advance(5_000);
    for (const key of ['a', 'b']) {
      expect(seen.filter((item) => item.key === key).map(({ n }) => n)).toEqual(range(0, 10));
    }
    await world.settle(consumer.close());
    await running;
  });
});

describe('where a group begins', () => {
  it('pins latest to its birth, so that a restart before the first record misses none', async () => {
    const world = await givenWorld();
    await world.put('a', 1);
    await world.clock.advance(2_000);
    const store = memoryStore();
    const first = collecting();
    const one = world.consumer({ store, from: 'latest' });
    const running = one.run(first.handler);
    await world.settle(one.ready());
    await world.clock.advance(3_000);
    expect(first.ns()).toEqual([]);
    await world.settle(one.close());
    await running;
    await world.clock.advance(3_000);
    await world.put('a', 2);
    await world.clock.advance(3_000);

    const { handler, ns } = collecting();
    const two = world.consumer({ store, from: 'latest' });
    const again = two.run(handler);
    await world.clock.advance(3_000);
    expect(ns()).toEqual([2]);
    await world.settle(two.close());
    await again;
  });

  it('hands over what arrived at or after the instant it was given', async () => {
    const world = await givenWorld();
    await world.put('a', 1);
    await world.clock.advance(1_000);
    const from = new Date(world.clock.now());
    await world.put('a', 2);
    const { handler, ns } = collecting();
    const consumer = world.consumer({ from });
    const running = consumer.run(handler);
    await world.clock.advance(2_000);
    expect(ns()).toEqual([2]);
    await world.settle(consumer.close());
    await running;
  });

  it('begins a stream that was made anew from its first record, and says so once', async () => {
    const world = await givenWorld();
    const { handler, ns } = collecting();
    const consumer = world.consumer({ from: 'latest' });
    const running = consumer.run(handler);
    await world.settle(consumer.ready());
    await world.put('a', 1, 2);
    await world.clock.advance(2_000);
    await world.deleteStream();
    await world.clock.advance(5_000);
    await world.createStream(1);
    await world.put('a', 3);
    await world.clock.advance(60_000);
    await world.put('a', 4);
    await world.clock.advance(2_000);
    expect(ns()).toEqual([1, 2, 3, 4]);
    expect(world.logged.filter(({ event }) => event === 'stream recreated')).toHaveLength(1);
    await world.settle(consumer.close());
    await running;
  });
});
