import { describe, expect, it } from 'vitest';
import { memoryStore, type CoordinationStore } from './consumer.ts';
import { collecting, givenWorld, type World } from './given-world.test-support.ts';
import { decodeState, shardFormat } from './state.ts';

const TTL_MS = 30_000;
/** Two looks at the others, with their jitter, and a hand-over. */
const SOON_MS = 30_000;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

async function putAll(world: World, n: number): Promise<void> {
  for (const key of KEYS) await world.put(key, n);
}

describe('two workers that begin a group at once', () => {
  it('agree on it, although one had looked before the other made it', async () => {
    const world = await givenWorld({ shards: 2 });
    const store = memoryStore();
    const early = world.consumer({ store, workerId: 'early' });
    let beginning: Promise<void> | undefined;
    /** Sees no group yet; by the time it has the answer, the other one has made it. */
    const get: CoordinationStore['get'] = async (key) => {
      if (!key.endsWith('/group.json') || beginning) return store.get(key);
      beginning = early.run(collecting().handler);
      await early.ready();
      return undefined;
    };
    const late = world.consumer({ store: { ...store, get }, workerId: 'late' });
    const running = late.run(collecting().handler);
    await world.settle(Promise.race([late.ready(), running]));
    expect([early, late].map((one) => one.lag().shards.length)).toEqual([1, 1]);
    expect(world.logged.map(({ event }) => event)).not.toContain('stream recreated');
    await world.settle(Promise.all([early.close(), late.close()]));
    await Promise.all([beginning, running]);
  });
});

describe('a hand-over', () => {
  it('is not waited for longer than the TTL when the owner’s handler does not come back', async () => {
    const world = await givenWorld({ shards: 2 });
    const store = memoryStore();
    const signals: AbortSignal[] = [];
    const stuck = world.consumer({ store, workerId: 'stuck' });
    const running = stuck.run({
      batch: async ({ signal }) => {
        signals.push(signal);
        await world.clock.sleep(3_600_000, signal);
      },
    });
    await world.settle(stuck.ready());
    await putAll(world, 0);
    await world.advanceUntil(() => signals.length === 2);
    const { handler, seen } = collecting();
    const other = world.consumer({ store, workerId: 'other' });
    const going = other.run(handler);
    const startedAt = world.clock.now();
    await world.settle(other.ready());
    const tookMs = world.clock.now() - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(TTL_MS);
    expect(tookMs).toBeLessThanOrEqual(TTL_MS + 3_000);
    await world.clock.advance(SOON_MS);
    expect(seen.length).toBeGreaterThan(0);
    expect(signals.filter(({ aborted }) => aborted)).toHaveLength(1);
    await world.settle(Promise.all([stuck.close({ timeoutMs: 0 }), other.close()]));
    await Promise.all([running, going]);
  });

  it('is forgotten when the one who asked is dead', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    const consumer = world.consumer({ store });
    const running = consumer.run(collecting().handler);
    await world.settle(consumer.ready());
    await ask(store, 'ghost');
    await world.clock.advance(SOON_MS);
    expect((await stateIn(store)).state).toMatchObject({ epoch: 1 });
    expect((await stateIn(store)).state.handoffTo).toBeUndefined();
    expect(consumer.lag().shards).toHaveLength(1);
    await world.settle(consumer.close());
    await running;
  });
});

async function stateIn(store: CoordinationStore) {
  for await (const { key, version } of store.list('readers/')) {
    const object = key.includes('/shards/') ? await store.get(key) : undefined;
    if (object) return { key, version, ...decodeState(key, object.body, shardFormat) };
  }
  throw new Error('no shard has a state');
}

async function ask(store: CoordinationStore, handoffTo: string): Promise<void> {
  const { key, version, rev, state } = await stateIn(store);
  const body = { v: 1, rev: rev + 1, nonce: 'ghost/1', ...state, handoffTo };
  await store.put(key, Buffer.from(JSON.stringify(body)), version);
}
