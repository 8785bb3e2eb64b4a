import { describe, expect, it } from 'vitest';
import { s3Store, type Consumer } from './consumer.ts';
import {
  BUCKET,
  clientsThrough,
  collecting,
  givenWorld,
  range,
  type Item,
  type World,
} from './given-world.test-support.ts';
import { withTrouble } from './trouble.test-support.ts';

const TTL_MS = 30_000;
/** Two looks at the others, with their jitter, and a hand-over. */
const SOON_MS = 30_000;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

interface Started {
  readonly consumer: Consumer<Item>;
  readonly running: Promise<void>;
  readonly seen: { key: string; n: number }[];
  /** From now on nothing of it reaches anybody, and nobody it. */
  readonly cut: (isCut?: boolean) => void;
}

/** One more worker of the group on the world's bucket, that can be cut off. */
function startWorker(world: World, workerId: string, lease = {}): Started {
  let isCut = false;
  const decide = () => (isCut ? ('refuse' as const) : undefined);
  const { kinesis, s3 } = clientsThrough(withTrouble(world.handler, decide));
  const { handler, seen } = collecting();
  const consumer = world.consumer({
    client: kinesis,
    store: s3Store({ client: s3, bucket: BUCKET }),
    random: world.random.fork(world.random.uuid()),
    workerId,
    lease,
  });
  const running = consumer.run(handler);
  running.catch(() => {});
  return { consumer, running, seen, cut: (is = true) => (isCut = is) };
}

const shardsOf = ({ consumer }: Started): string[] =>
  consumer.lag().shards.map(({ shardId }) => shardId.slice(-1));

async function stop(world: World, ...workers: readonly Started[]): Promise<void> {
  for (const { consumer, running } of workers) {
    await world.settle(consumer.close());
    await running;
  }
}

async function putAll(world: World, n: number): Promise<void> {
  for (const key of KEYS) await world.put(key, n);
}

/** What each key brought to all of them together, in the order in which it came first. */
const firstOf = (key: string, ...workers: readonly Started[]): number[] => [
  ...new Set(workers.flatMap(({ seen }) => seen.filter((i) => i.key === key).map(({ n }) => n))),
];

const numberOf = (workers: readonly Started[]): number =>
  workers.reduce((sum, { seen }) => sum + seen.length, 0);

describe('the workers of a group', () => {
  it('share the shards when there are more of them, and again when there are fewer', async () => {
    const world = await givenWorld({ shards: 6 });
    const one = startWorker(world, 'one');
    await world.settle(one.consumer.ready());
    expect(shardsOf(one)).toHaveLength(6);
    const others = [startWorker(world, 'two'), startWorker(world, 'three')];
    const all = [one, ...others];
    for (let n = 0; n < 30; n++) {
      await putAll(world, n);
      await world.clock.advance(3_000);
    }
    expect(all.map((worker) => shardsOf(worker).length)).toEqual([2, 2, 2]);
    expect(all.flatMap(shardsOf).sort()).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(one.consumer.lag().workers).toEqual(['one', 'three', 'two']);
    await stop(world, ...others);
    for (let n = 30; n < 40; n++) {
      await putAll(world, n);
      await world.clock.advance(3_000);
    }
    expect(shardsOf(one)).toHaveLength(6);
    await world.clock.advance(3_000);
    for (const key of KEYS) expect(firstOf(key, ...all).sort(byNumber)).toEqual(range(0, 40));
    // Every shard was drained before it was handed over: nothing came twice.
    expect(numberOf(all)).toBe(40 * KEYS.length);
    await stop(world, one);
  });

  it('are ready when their own share is', async () => {
    const world = await givenWorld({ shards: 2 });
    const one = startWorker(world, 'one');
    await world.settle(one.consumer.ready());
    const two = startWorker(world, 'two');
    await world.settle(two.consumer.ready());
    expect([one, two].map((worker) => shardsOf(worker).length)).toEqual([1, 1]);
    const three = startWorker(world, 'three');
    await world.settle(three.consumer.ready());
    expect(shardsOf(three)).toEqual([]);
    await stop(world, one, two, three);
  });

  it('take over from one that died, after its TTL and not before', async () => {
    const world = await givenWorld({ shards: 2 });
    const one = startWorker(world, 'one');
    await world.settle(one.consumer.ready());
    const two = startWorker(world, 'two');
    await world.settle(two.consumer.ready());
    await putAll(world, 0);
    await world.clock.advance(12_000);
    one.cut();
    const cutAt = world.clock.now();
    await world.clock.advance(TTL_MS - 11_000);
    expect(shardsOf(two)).toHaveLength(1);
    await world.advanceUntil(() => shardsOf(two).length === 2);
    expect(world.clock.now() - cutAt).toBeLessThanOrEqual(TTL_MS + 2 * 12_000);
    await putAll(world, 1);
    await world.clock.advance(2_000);
    for (const key of KEYS) expect(firstOf(key, one, two)).toEqual([0, 1]);
    expect(world.logged).toContainEqual(
      expect.objectContaining({
        event: 'worker dead',
        fields: expect.objectContaining({ worker: 'one' }) as object,
      }),
    );
    await world.settle(one.consumer.close({ timeoutMs: 0 }));
    await stop(world, two);
  });

  it('need not wait for one that was closed', async () => {
    const world = await givenWorld({ shards: 2 });
    const one = startWorker(world, 'one');
    await world.settle(one.consumer.ready());
    const two = startWorker(world, 'two');
    await world.settle(two.consumer.ready());
    await stop(world, one);
    const closedAt = world.clock.now();
    await world.advanceUntil(() => shardsOf(two).length === 2);
    expect(world.clock.now() - closedAt).toBeLessThanOrEqual(12_100);
    const left = [];
    for await (const { key } of s3Store({ client: world.s3, bucket: BUCKET }).list('readers/')) {
      if (key.includes('/workers/')) left.push(key.split('/').at(-1));
    }
    expect(left).toEqual(['two.json']);
    await stop(world, two);
  });

  it('stop by themselves before the others take over, and come back with a share', async () => {
    const world = await givenWorld({ shards: 2 });
    const one = startWorker(world, 'one');
    await world.settle(one.consumer.ready());
    const two = startWorker(world, 'two');
    await world.settle(two.consumer.ready());
    one.cut();
    await world.advanceUntil(() => shardsOf(one).length === 0);
    expect(shardsOf(two)).toHaveLength(1);
    await world.advanceUntil(() => shardsOf(two).length === 2);
    await putAll(world, 0);
    one.cut(false);
    await world.advanceUntil(() => shardsOf(one).length === 1 && shardsOf(two).length === 1);
    await putAll(world, 1);
    await world.clock.advance(2_000);
    for (const key of KEYS) expect(firstOf(key, two, one)).toEqual([0, 1]);
    await stop(world, one, two);
  });

  it('move nothing because the store was away from all of them for a minute', async () => {
    const world = await givenWorld({ shards: 2 });
    const one = startWorker(world, 'one');
    await world.settle(one.consumer.ready());
    const two = startWorker(world, 'two');
    await world.settle(two.consumer.ready());
    const workers = [one, two];
    await world.clock.advance(SOON_MS);
    const before = workers.map(shardsOf);
    for (const { cut } of workers) cut();
    await world.clock.advance(60_000);
    expect(workers.map(shardsOf)).toEqual([[], []]);
    for (const { cut } of workers) cut(false);
    await world.clock.advance(SOON_MS);
    expect(workers.map(shardsOf)).toEqual(before);
    await stop(world, ...workers);
  });

  it('take no more than they are told to', async () => {
    const world = await givenWorld({ shards: 4 });
    const one = startWorker(world, 'one', { maxShards: 1 });
    await world.settle(one.consumer.ready());
    expect(shardsOf(one)).toHaveLength(1);
    const two = startWorker(world, 'two');
    await world.settle(two.consumer.ready());
    expect([one, two].map((worker) => shardsOf(worker).length)).toEqual([1, 3]);
    await stop(world, one, two);
  });

  it('go on at once under the id of a process that is gone', async () => {
    const world = await givenWorld({ shards: 2 });
    const before = startWorker(world, 'host/1');
    await world.settle(before.consumer.ready());
    before.cut();
    const startedAt = world.clock.now();
    const after = startWorker(world, 'host/1');
    await world.settle(after.consumer.ready());
    expect(shardsOf(after)).toHaveLength(2);
    expect(world.clock.now() - startedAt).toBeLessThanOrEqual(1_000);
    before.cut(false);
    await expect(world.settle(before.running)).rejects.toMatchObject({
      code: 'worker-replaced',
      workerId: 'host/1',
    });
    await stop(world, after);
  });
});

const byNumber = (a: number, b: number): number => a - b;
