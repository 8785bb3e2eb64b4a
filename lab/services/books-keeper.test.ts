import { GetObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { ABSENT, memoryStore } from '#consumers/client/consumer.ts';
import { Place } from '#pipeline/place.ts';
import { BOOKS_FORMAT, type ConsumerBooks } from './books-file.ts';
import { BooksKeeper } from './books-keeper.ts';
import { givenServices } from './given-services.test-support.ts';

async function givenKeeper(bucket?: string) {
  const { lab, scope, events } = await givenServices();
  const place = new Place();
  const books = (): ConsumerBooks => ({
    v: BOOKS_FORMAT,
    kind: 'consumer',
    place: place.state(),
    latency: [],
    alerts: [],
    read: 'polling',
  });
  const keeper = new BooksKeeper({
    ...scope(),
    bucket: bucket ?? lab.topology.stateBucket,
    service: 'consumer-1',
    stream: () => 'events@1',
    books,
  });
  const stored = async (): Promise<string | undefined> => {
    const Key = 'books/events@1/consumer-1/process1.json';
    const command = new GetObjectCommand({ Bucket: lab.topology.stateBucket, Key });
    const object = await lab.s3.send(command).catch(() => undefined);
    return object?.Body?.transformToString();
  };
  return { lab, keeper, place, stored, events };
}

describe('the books of a process', () => {
  it('are stored before a checkpoint is', async () => {
    const { keeper, place, stored } = await givenKeeper();
    const inner = memoryStore();
    let atCheckpoint: string | undefined;
    const store = keeper.before({
      ...inner,
      put: async (key, body, expect_) => {
        atCheckpoint = await stored();
        return inner.put(key, body, expect_);
      },
    });
    place.saw({ id: 'run-0', key: 'k' });
    keeper.touch();
    await store.put('shard', Buffer.from('{}'), ABSENT);
    expect(JSON.parse(atCheckpoint ?? '')).toMatchObject({ place: { runs: { run: '0' } } });
  });

  it('keep a checkpoint from being stored while they cannot be', async () => {
    const { keeper } = await givenKeeper('no-such-bucket');
    const inner = memoryStore();
    keeper.touch();
    const put = keeper.before(inner).put('shard', Buffer.from('{}'), ABSENT);
    await expect(put).rejects.toThrow();
    expect(await inner.get('shard')).toBeUndefined();
  });

  it('are written only when something has changed', async () => {
    const { keeper, stored } = await givenKeeper();
    await keeper.save();
    expect(await stored()).toBeUndefined();
  });

  it('are stored when the work has ended, and trouble is said once', async () => {
    const { keeper, stored, lab } = await givenKeeper();
    const done = keeper.keepWhile(async () => keeper.touch());
    await lab.advance(0);
    await done;
    expect(await stored()).toBeDefined();

    const unhappy = await givenKeeper('no-such-bucket');
    const ended = unhappy.keeper.keepWhile(async () => {
      unhappy.keeper.touch();
      await unhappy.lab.clock.sleep(10_000);
    });
    await unhappy.lab.advance(10_000);
    await ended;
    expect(unhappy.events.map(({ event }) => event)).toEqual(['books not stored']);
  });
});
