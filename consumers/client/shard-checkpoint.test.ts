import { describe, expect, it } from 'vitest';
import { silentLog } from '#runtime/log.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import type { CoordinationStore } from './coordination.ts';
import { memoryStore } from './memory-store.ts';
import { Register } from './register.ts';
import { ShardCheckpoint } from './shard-checkpoint.ts';
import { decodeState, shardFormat, type ShardState } from './state.ts';

const KEY = 'g/s@1/shards/one.json';
const CREATED: ShardState = {
  owner: null,
  incarnation: null,
  epoch: 0,
  parents: [],
  hashRange: ['0', '1'],
  checkpoint: 'TRIM_HORIZON',
  handledUntil: null,
};

async function givenCheckpoint(store: CoordinationStore, incarnation: string) {
  const clock = virtualClock();
  let writes = 0;
  const nextNonce = (): string => `${incarnation}/${(writes += 1)}`;
  const place = { store, key: KEY, format: shardFormat, nextNonce };
  const checkpoint = new ShardCheckpoint({
    shardId: 'one',
    register: await Register.create(place, CREATED),
    workerId: 'worker',
    incarnation,
    clock,
    log: silentLog,
    everyMs: 10_000,
  });
  return { checkpoint, clock };
}

async function stored(store: CoordinationStore): Promise<ShardState | undefined> {
  const object = await store.get(KEY);
  return object && decodeState(KEY, object.body, shardFormat).state;
}

describe('the checkpoint of a shard', () => {
  it('belongs to a new epoch with each owner', async () => {
    const store = memoryStore();
    const { checkpoint: one } = await givenCheckpoint(store, 'one');
    await one.acquire();
    const { checkpoint: two } = await givenCheckpoint(store, 'two');
    await two.acquire();
    expect([one.epoch, two.epoch]).toEqual([1, 2]);
    expect(await stored(store)).toMatchObject({ owner: 'worker', incarnation: 'two', epoch: 2 });
  });

  it('cannot be written any more once someone else has taken the shard', async () => {
    const store = memoryStore();
    const { checkpoint: one } = await givenCheckpoint(store, 'one');
    await one.acquire();
    const { checkpoint: two } = await givenCheckpoint(store, 'two');
    await two.acquire();
    one.advance('7');
    await expect(one.store()).rejects.toMatchObject({ code: 'ownership-lost', shardId: 'one' });
    expect(await stored(store)).toMatchObject({ incarnation: 'two', checkpoint: 'TRIM_HORIZON' });
  });

  it('sees who was faster when it comes too late, so that it need not try in vain again', async () => {
    const store = memoryStore();
    const { checkpoint: late } = await givenCheckpoint(store, 'late');
    const { checkpoint: other } = await givenCheckpoint(store, 'other');
    await other.acquire();
    await expect(late.acquire()).rejects.toMatchObject({ code: 'ownership-lost' });
    expect(late.state).toMatchObject({ incarnation: 'other', epoch: 1 });
  });

  it('writes nothing over the next owner, whom it has seen', async () => {
    const store = memoryStore();
    const { checkpoint: one } = await givenCheckpoint(store, 'one');
    await one.acquire();
    const { checkpoint: two } = await givenCheckpoint(store, 'two');
    await two.acquire();
    one.advance('7');
    const looked = one.look();
    const ended = one.end();
    await expect(looked).rejects.toMatchObject({ code: 'ownership-lost' });
    await expect(ended).rejects.toMatchObject({ code: 'ownership-lost' });
    expect(await stored(store)).toMatchObject({ incarnation: 'two', checkpoint: 'TRIM_HORIZON' });
  });

  it('goes on after a write of its own that it had taken for failed', async () => {
    const inner = memoryStore();
    let isCut = false;
    const put: CoordinationStore['put'] = async (...input) => {
      const version = await inner.put(...input);
      if (isCut) throw new Error('the line was cut');
      return version;
    };
    const { checkpoint } = await givenCheckpoint({ ...inner, put }, 'one');
    await checkpoint.acquire();
    isCut = true;
    checkpoint.advance('7');
    await expect(checkpoint.store()).rejects.toThrow('the line was cut');
    isCut = false;
    checkpoint.advance('8');
    await checkpoint.store();
    expect((await stored(inner))?.checkpoint).toEqual({ seq: '8', sub: 0 });
  });

  it('is stored every 10 s, if it has moved', async () => {
    const inner = memoryStore();
    let puts = 0;
    const put: CoordinationStore['put'] = (...input) => {
      puts += 1;
      return inner.put(...input);
    };
    const { checkpoint, clock } = await givenCheckpoint({ ...inner, put }, 'one');
    await checkpoint.acquire();
    const before = puts;
    const stop = new AbortController();
    const storing = checkpoint.keepStoring(stop.signal);
    checkpoint.advance('7');
    await clock.advance(9_999);
    expect(puts).toBe(before);
    await clock.advance(1);
    expect((await stored(inner))?.checkpoint).toEqual({ seq: '7', sub: 0 });
    await clock.advance(60_000);
    expect(puts).toBe(before + 1);
    stop.abort();
    await storing;
  });

  it('is stored once more when the shard is let go, which then is nobody’s', async () => {
    const store = memoryStore();
    const { checkpoint } = await givenCheckpoint(store, 'one');
    await checkpoint.acquire();
    checkpoint.advance('7');
    checkpoint.handledAllUntil(1_234);
    await checkpoint.release();
    expect(await stored(store)).toMatchObject({
      owner: null,
      checkpoint: { seq: '7', sub: 0 },
      handledUntil: 1_234,
    });
  });

  it('is not waited for longer than 5 s when the store does not answer', async () => {
    const inner = memoryStore();
    let isGone = false;
    const put: CoordinationStore['put'] = (...input) =>
      isGone ? new Promise(() => {}) : inner.put(...input);
    const { checkpoint, clock } = await givenCheckpoint({ ...inner, put }, 'one');
    await checkpoint.acquire();
    isGone = true;
    let isReleased = false;
    void checkpoint.release().then(() => (isReleased = true));
    await clock.advance(4_999);
    expect(isReleased).toBe(false);
    await clock.advance(1);
    expect(isReleased).toBe(true);
  });
});
