import { describe, expect, it } from 'vitest';
import { memoryStore, type Batch } from './consumer.ts';
import { collecting, givenWorld, range, type Item } from './given-world.test-support.ts';

describe('the iterator of a consumer', () => {
  it('commits a batch when the next one is asked for, and not when the loop is left', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    await world.put('a', ...range(0, 30));
    const first: number[] = [];
    const one = world.consumer({ store, batch: { maxRecords: 10 } });
    await world.settle(
      (async () => {
        for await (const batch of one) {
          first.push(...batch.records.map(({ data }) => data.n));
          if (first.length === 20) break;
        }
      })(),
    );
    expect(first).toEqual(range(0, 20));

    const { handler, ns } = collecting();
    const two = world.consumer({ store });
    const running = two.run(handler);
    await world.advanceUntil(() => ns().length >= 20);
    expect(ns()).toEqual(range(10, 30));
    await world.settle(two.close());
    await running;
  });

  it('ends when the consumer is closed from outside, its last batch kept', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    await world.put('a', 1, 2);
    const one = world.consumer({ store });
    let closed: Promise<void> | undefined;
    const looping = (async () => {
      for await (const batch of one) {
        expect(batch.records).toHaveLength(2);
        closed = one.close();
      }
    })();
    await world.settle(looping);
    await closed;

    const { handler, ns } = collecting();
    const two = world.consumer({ store });
    const running = two.run(handler);
    await world.clock.advance(3_000);
    expect(ns()).toEqual([]);
    await world.settle(two.close());
    await running;
  });
});

describe('closing a consumer', () => {
  const slowly = (world: Awaited<ReturnType<typeof givenWorld>>, ms: number) => {
    const batches: Batch<Item>[] = [];
    const handler = {
      batch: async (batch: Batch<Item>) => {
        batches.push(batch);
        await world.clock.sleep(ms);
      },
    };
    return { batches, handler };
  };

  it('lets the running handler finish, keeps its work and begins nothing new', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    await world.put('a', ...range(0, 20));
    const { batches, handler } = slowly(world, 5_000);
    const one = world.consumer({ store, batch: { maxRecords: 10 } });
    const running = one.run(handler);
    await world.advanceUntil(() => batches.length === 1);
    await world.settle(one.close());
    await running;
    expect(batches).toHaveLength(1);

    const rest = collecting();
    const two = world.consumer({ store });
    const again = two.run(rest.handler);
    await world.clock.advance(2_000);
    expect(rest.ns()).toEqual(range(10, 20));
    await world.settle(two.close());
    await again;
  });

  it('waits no longer than it is told for a handler that does not come back', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    await world.put('a', 1);
    const { batches, handler } = slowly(world, 3_600_000);
    const one = world.consumer({ store });
    const running = one.run(handler);
    await world.advanceUntil(() => batches.length === 1);
    const before = world.clock.now();
    await world.settle(one.close({ timeoutMs: 2_000 }));
    await running;
    expect(world.clock.now() - before).toBeLessThanOrEqual(2_100);
    expect(batches[0]?.signal.aborted).toBe(true);

    const rest = collecting();
    const two = world.consumer({ store });
    const again = two.run(rest.handler);
    await world.clock.advance(2_000);
    expect(rest.ns()).toEqual([1]);
    await world.settle(two.close());
    await again;
  });

  it('ends a run whose signal aborts', async () => {
    const world = await givenWorld();
    const stop = new AbortController();
    const running = world.consumer().run(collecting().handler, { signal: stop.signal });
    await world.clock.advance(3_000);
    stop.abort();
    await expect(world.settle(running)).resolves.toBeUndefined();
  });

  it('rejects those who wait for it to be ready', async () => {
    const world = await givenWorld();
    const consumer = world.consumer();
    const ready = consumer.ready();
    const refused = expect(ready).rejects.toMatchObject({ code: 'consumer-unusable' });
    await world.settle(consumer.close());
    await refused;
  });

  it('runs no second time', async () => {
    const world = await givenWorld();
    const consumer = world.consumer();
    await world.settle(consumer.close());
    await expect(consumer.run(collecting().handler)).rejects.toMatchObject({
      code: 'consumer-unusable',
    });
  });
});
