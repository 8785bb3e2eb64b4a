import { describe, expect, it } from 'vitest';
import { memoryStore, s3Store, type CoordinationStore } from './consumer.ts';
import {
  BUCKET,
  clientsThrough,
  collecting,
  givenWorld,
  range,
  type World,
} from './given-world.test-support.ts';
import { withTrouble, type Trouble } from './trouble.test-support.ts';

/** A store in S3 of which some requests go wrong. */
function s3With(world: World, decide: (operation: string) => Trouble | undefined) {
  const { s3 } = clientsThrough(withTrouble(world.handler, decide));
  return s3Store({ client: s3, bucket: BUCKET });
}

describe('while S3 is away', () => {
  it('goes on delivering until it may look dead, and stores the checkpoint once S3 is back', async () => {
    const world = await givenWorld();
    let isAway = false;
    const store = s3With(world, () => (isAway ? 'refuse' : undefined));
    const first = collecting();
    const one = world.consumer({ store });
    const running = one.run(first.handler);
    await world.settle(one.ready());
    isAway = true;
    for (let n = 0; n < 20; n++) {
      await world.put('a', n);
      await world.clock.advance(2_000);
    }
    expect(first.ns()).toEqual(range(0, 10));
    expect(one.lag()).toMatchObject({ shards: [], workers: [] });
    isAway = false;
    await world.clock.advance(20_000);
    // What could not be stored comes again, and then what it had not begun.
    expect(new Set(first.ns())).toEqual(new Set(range(0, 20)));

    // The first one finds out with its next sign of life.
    const replaced = expect(running).rejects.toMatchObject({ code: 'worker-replaced' });
    const second = collecting();
    const two = world.consumer({ store });
    const again = two.run(second.handler);
    await world.clock.advance(12_000);
    expect(second.ns()).toEqual([]);
    await replaced;
    await world.settle(two.close());
    await again;
  });

  it('closes in bounded time, and repeats what it could not store', async () => {
    const world = await givenWorld();
    let isAway = false;
    const store = s3With(world, () => (isAway ? 'refuse' : undefined));
    const one = world.consumer({ store });
    const running = one.run(collecting().handler);
    await world.settle(one.ready());
    isAway = true;
    await world.put('a', 1);
    await world.clock.advance(2_000);
    const before = world.clock.now();
    await world.settle(one.close());
    await running;
    expect(world.clock.now() - before).toBeLessThanOrEqual(5_100);

    isAway = false;
    const { handler, ns } = collecting();
    const two = world.consumer({ store });
    const again = two.run(handler);
    await world.clock.advance(3_000);
    expect(ns()).toEqual([1]);
    await world.settle(two.close());
    await again;
  });

  it('takes a refusal after a lost answer for the success that it is', async () => {
    const world = await givenWorld();
    const store = s3With(world, (operation) => (operation === 'PUT' ? lose() : undefined));
    const everyOther = { next: false };
    function lose(): Trouble | undefined {
      everyOther.next = !everyOther.next;
      return everyOther.next ? 'lose' : undefined;
    }
    const { handler, ns } = collecting();
    const consumer = world.consumer({ store });
    const running = consumer.run(handler);
    await world.put('a', 1);
    await world.clock.advance(30_000);
    await world.put('a', 2);
    await world.clock.advance(30_000);
    expect(ns()).toEqual([1, 2]);
    await world.settle(consumer.close());
    await running;
  });
});

describe('the end of a shard', () => {
  it('is written after its children', async () => {
    const world = await givenWorld();
    const inner = memoryStore();
    const written: string[] = [];
    const put: CoordinationStore['put'] = (key, body, expected) => {
      const { checkpoint } = JSON.parse(Buffer.from(body).toString()) as { checkpoint?: unknown };
      written.push(`${key.split('/').at(-1)} ${JSON.stringify(checkpoint)}`);
      return inner.put(key, body, expected);
    };
    const consumer = world.consumer({ store: { ...inner, put } });
    const running = consumer.run(collecting().handler);
    await world.settle(consumer.ready());
    await world.split('shardId-000000000000', 2n ** 127n);
    await world.clock.advance(10_000);
    const ended = written.indexOf('shardId-000000000000.json "SHARD_END"');
    const children = ['1', '2'].map((n) =>
      written.indexOf(`shardId-00000000000${n}.json "TRIM_HORIZON"`),
    );
    expect(Math.min(...children)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...children)).toBeLessThan(ended);
    await world.settle(consumer.close());
    await running;
  });

  it('is not believed of a shard that is still open', async () => {
    const world = await givenWorld();
    let answers = 0;
    const isLie = (): boolean => (answers += 1) === 2;
    const { kinesis } = clientsThrough(endless(world.handler, isLie));
    const { handler, ns } = collecting();
    const consumer = world.consumer({ client: kinesis });
    const running = consumer.run(handler);
    await world.put('a', 1);
    await world.clock.advance(5_000);
    await world.put('a', 2);
    await world.clock.advance(5_000);
    expect(ns()).toEqual([1, 2]);
    expect(world.logged.map(({ event }) => event)).toContain('shard ended although it is open');
    await world.settle(consumer.close());
    await running;
  });
});

describe('records lost to retention', () => {
  const RETENTION_MS = 24 * 3_600_000;

  async function givenGap(onTrimmed: 'fail' | 'skip') {
    const world = await givenWorld();
    const store = memoryStore();
    const one = world.consumer({ store });
    const running = one.run(collecting().handler);
    await world.put('a', 1);
    await world.clock.advance(3_000);
    await world.settle(one.close());
    await running;
    await world.put('a', 2);
    await world.clock.advance(RETENTION_MS + 60_000);
    await world.put('a', 3);
    const second = collecting();
    const two = world.consumer({ store, onTrimmed });
    return { world, two, ...second };
  }

  it('stop the consumer, the gap named', async () => {
    const { world, two, handler, ns } = await givenGap('fail');
    await expect(world.settle(two.run(handler))).rejects.toMatchObject({
      code: 'records-trimmed',
      gap: {
        shardId: 'shardId-000000000000',
        checkpoint: expect.stringMatching(/^\d{56}$/) as string,
        firstAvailable: expect.stringMatching(/^\d{56}$/) as string,
      },
    });
    expect(ns()).toEqual([]);
  });

  it('are passed with a word if told to', async () => {
    const { world, two, handler, ns } = await givenGap('skip');
    const running = two.run(handler);
    await world.clock.advance(5_000);
    expect(ns()).toEqual([3]);
    expect(world.logged.map(({ event }) => event)).toContain('records lost to retention');
    await world.settle(two.close());
    await running;
  });

  it('are not suspected on a shard that was merely quiet', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    const seldom = {
      poll: { everyMs: 60_000 },
      checkpoint: { everyMs: 600_000 },
      lease: { ttlMs: 3_600_000, heartbeatMs: 1_200_000 },
    };
    const one = world.consumer({ store, ...seldom });
    const running = one.run(collecting().handler);
    await world.put('a', 1);
    await world.clock.advance(RETENTION_MS + 3_600_000);
    await world.settle(one.close());
    await running;
    await world.put('a', 2);
    const { handler, ns } = collecting();
    const two = world.consumer({ store });
    const again = two.run(handler);
    await world.clock.advance(5_000);
    expect(ns()).toEqual([2]);
    await world.settle(two.close());
    await again;
  });
});

type Handler = Parameters<typeof withTrouble>[0];

/** Some answers of GetRecords claim that nothing will follow. */
function endless(handler: Handler, isLie: () => boolean): Handler {
  interface Answering {
    readonly handle: (
      request: { readonly headers: Readonly<Record<string, string>> },
      options?: object,
    ) => Promise<{ response: { body: Uint8Array } }>;
  }
  const inner = handler as unknown as Answering;
  const handle: Answering['handle'] = async (request, options) => {
    const { response } = await inner.handle(request, options);
    const isRead = request.headers['x-amz-target']?.endsWith('.GetRecords') ?? false;
    if (!isRead || !isLie()) return { response };
    const answer = JSON.parse(Buffer.from(response.body).toString()) as Record<string, unknown>;
    const lie = { ...answer, NextShardIterator: undefined };
    return { response: { ...response, body: Buffer.from(JSON.stringify(lie)) } };
  };
  return new Proxy(handler, {
    get: (target, name) => (name === 'handle' ? handle : Reflect.get(target, name)),
  });
}
