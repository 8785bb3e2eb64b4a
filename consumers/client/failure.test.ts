import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { BatchError, memoryStore, s3DeadLetter, type Batch } from './consumer.ts';
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

const deadIn = async ({ s3 }: World): Promise<string[]> => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key = '' }) => Key);
};

/** A batch handler that cannot bear some numbers. */
function allergicTo(...bad: readonly number[]) {
  const done: number[] = [];
  const sizes: number[] = [];
  const batch = ({ records }: Batch<Item>): void => {
    sizes.push(records.length);
    const culprit = records.find(({ data }) => bad.includes(data.n));
    if (culprit) throw new Error(`cannot bear ${culprit.data.n}`);
    done.push(...records.map(({ data }) => data.n));
  };
  return { done, sizes, handler: { batch } };
}

describe('a failing handler', () => {
  it('is given the batch again, with its attempt counted', async () => {
    const world = await givenWorld();
    await world.put('a', 1);
    const attempts: number[] = [];
    const consumer = world.consumer();
    const running = consumer.run({
      each: ({ attempt }) => {
        attempts.push(attempt);
        if (attempt < 3) throw new Error('not yet');
      },
    });
    await world.advanceUntil(() => attempts.length === 3);
    await world.clock.advance(60_000);
    expect(attempts).toEqual([1, 2, 3]);
    await world.settle(consumer.close());
    await running;
  });

  it('keeps what came before the record that it names', async () => {
    const world = await givenWorld();
    await world.put('a', ...range(0, 10));
    const given: number[][] = [];
    const consumer = world.consumer();
    const running = consumer.run({
      batch: ({ records }) => {
        given.push(records.map(({ data }) => data.n));
        const at = records.find(({ data }) => data.n === 6);
        if (at && given.length === 1) throw new BatchError(at, new Error('hiccup'));
      },
    });
    await world.advanceUntil(() => given.length === 2);
    expect(given).toEqual([range(0, 10), range(6, 10)]);
    await world.settle(consumer.close());
    await running;
  });

  it('is brought to the one bad record by halves, which goes to the dead letters', async () => {
    const world = await givenWorld();
    await world.put('a', ...range(0, 64));
    const { done, sizes, handler } = allergicTo(37);
    const deadLetter = s3DeadLetter({ client: world.s3, bucket: BUCKET, prefix: 'dead/' });
    const consumer = world.consumer({ failure: { attempts: 1, deadLetter } });
    const running = consumer.run(handler);
    await world.advanceUntil(() => done.length === 63);
    expect(done).toEqual(range(0, 64).filter((n) => n !== 37));
    // Six cuts make one of 64; the other half of each is given once.
    expect(sizes.filter((size) => size > 1)).toHaveLength(11);
    const [key = '', ...others] = await deadIn(world);
    expect(others).toEqual([]);
    expect(key).toMatch(/^dead\/readers\/rivers@\d+\/shardId-000000000000\/\d+\/0\.json$/);
    const { Body } = await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    const letter = JSON.parse((await Body?.transformToString()) ?? '') as { data: string };
    expect(letter).toMatchObject({ partitionKey: 'a', error: { message: 'cannot bear 37' } });
    expect(JSON.parse(Buffer.from(letter.data, 'base64').toString())).toEqual({ key: 'a', n: 37 });
    await world.settle(consumer.close());
    await running;
  });

  it('blocks its shard loudly without dead letters, the other shards going on', async () => {
    const world = await givenWorld({ shards: 2 });
    const seen: string[] = [];
    let isPoisonous = true;
    const consumer = world.consumer();
    const running = consumer.run({
      each: ({ data }) => {
        if (data.n === 2 && data.key === 'a' && isPoisonous) throw new Error('cannot bear 2');
        seen.push(`${data.key}${data.n}`);
      },
    });
    await world.put('a', 1, 2, 3);
    await world.clock.advance(100_000);
    await world.put('b', 1, 2, 3);
    await world.clock.advance(2_000);
    expect(seen).toEqual(['a1', 'b1', 'b2', 'b3']);
    const blocked = consumer.lag().shards.filter((shard) => shard.blocked);
    expect(blocked).toHaveLength(1);
    expect(blocked[0]?.blocked?.error).toBe('Error: cannot bear 2');
    expect(blocked[0]?.millisBehind).toBeGreaterThanOrEqual(100_000);
    const blocks = world.logged.filter(({ event }) => event === 'shard blocked by a record');
    expect(blocks).toHaveLength(1);

    isPoisonous = false;
    await world.clock.advance(32_000);
    expect(seen).toEqual(['a1', 'b1', 'b2', 'b3', 'a2', 'a3']);
    expect(consumer.lag().shards.some((shard) => shard.blocked)).toBe(false);
    await world.settle(consumer.close());
    await running;
  });

  it('halts the consumer if told to, with the record named', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    await world.put('a', 1, 2, 3);
    const { handler } = allergicTo(2);
    const one = world.consumer({ store, failure: { attempts: 2, otherwise: 'halt' } });
    await expect(world.settle(one.run(handler))).rejects.toMatchObject({
      code: 'poison-record',
      recordId: expect.stringMatching(/shardId-000000000000/) as string,
    });

    const { handler: rest, ns } = collecting();
    const two = world.consumer({ store });
    const running = two.run(rest);
    await world.clock.advance(2_000);
    expect(ns()).toEqual([2, 3]);
    await world.settle(two.close());
    await running;
  });

  it('does not have its records given up on while it is being stopped', async () => {
    const world = await givenWorld();
    await world.put('a', 1);
    const deadLetter = s3DeadLetter({ client: world.s3, bucket: BUCKET });
    const consumer = world.consumer({ failure: { attempts: 1, deadLetter } });
    const running = consumer.run({
      each: async () => {
        await world.clock.sleep(3_000);
        throw new Error('stopped in the middle');
      },
    });
    await world.clock.advance(1_000);
    await world.settle(consumer.close());
    await running;
    expect(await deadIn(world)).toEqual([]);
  });
});

describe('a record that cannot be decoded', () => {
  const picky = {
    encode: () => new Uint8Array(),
    decode: (bytes: Uint8Array): Item => {
      const item = JSON.parse(Buffer.from(bytes).toString()) as Item;
      if (item.n === 2) throw new SyntaxError('not a two');
      return item;
    },
  };

  it('goes to the dead letters, those around it to the handler', async () => {
    const world = await givenWorld();
    await world.put('a', 1, 2, 3);
    const { handler, ns } = collecting();
    const deadLetter = s3DeadLetter({ client: world.s3, bucket: BUCKET });
    const consumer = world.consumer({ codec: picky, failure: { deadLetter } });
    const running = consumer.run(handler);
    await world.advanceUntil(() => ns().length === 2);
    expect(ns()).toEqual([1, 3]);
    expect(await deadIn(world)).toHaveLength(1);
    await world.settle(consumer.close());
    await running;
  });

  it('stands in the way if there are no dead letters', async () => {
    const world = await givenWorld();
    await world.put('a', 1, 2, 3);
    const { handler, ns } = collecting();
    const consumer = world.consumer({ codec: picky });
    const running = consumer.run(handler);
    await world.clock.advance(60_000);
    expect(ns()).toEqual([1]);
    expect(consumer.lag().shards[0]?.blocked?.error).toBe('SyntaxError: not a two');
    await world.settle(consumer.close());
    await running;
  });
});

describe('dead letters', () => {
  it('leave one object for a record whose first answer was lost, and block until then', async () => {
    const world = await givenWorld();
    await world.put('a', 1, 2);
    let puts = 0;
    const { s3 } = clientsThrough(
      withTrouble(world.handler, () => {
        puts += 1;
        return puts === 1 ? 'refuse' : puts === 2 ? 'lose' : undefined;
      }),
    );
    const { done, handler } = allergicTo(1);
    const deadLetter = s3DeadLetter({ client: s3, bucket: BUCKET });
    const consumer = world.consumer({ failure: { attempts: 1, deadLetter } });
    const running = consumer.run(handler);
    await world.advanceUntil(() => done.length === 1);
    expect(done).toEqual([2]);
    expect(puts).toBe(3);
    expect(await deadIn(world)).toHaveLength(1);
    await world.settle(consumer.close());
    await running;
  });
});
