import { describe, expect, it } from 'vitest';
import { ABSENT, Conflict, type CoordinationStore } from './coordination.ts';

const WRITERS = 32;

type GivenStore = () => Promise<CoordinationStore>;

/** What any store must do for checkpoints to be safe in it. */
export function coordinationConformance(name: string, givenStore: GivenStore): void {
  describe(`coordination in ${name}`, () => {
    keepsObjects(givenStore);
    comparesAndSwaps(givenStore);
  });
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

const textAt = async (store: CoordinationStore, key: string): Promise<string | undefined> => {
  const object = await store.get(key);
  return object && Buffer.from(object.body).toString();
};

function keepsObjects(givenStore: GivenStore): void {
  it('gives back what was put, with its version', async () => {
    const store = await givenStore();
    const version = await store.put('g/one', bytes('1'), ABSENT);
    await expect(store.get('g/one')).resolves.toMatchObject({ version });
    await expect(textAt(store, 'g/one')).resolves.toBe('1');
  });

  it('has nothing under a key that was never put', async () => {
    const store = await givenStore();
    await expect(store.get('g/none')).resolves.toBeUndefined();
  });

  it('can create again what was deleted', async () => {
    const store = await givenStore();
    await store.put('g/again', bytes('1'), ABSENT);
    await store.delete('g/again');
    await store.put('g/again', bytes('2'), ABSENT);
    await expect(textAt(store, 'g/again')).resolves.toBe('2');
  });

  it('lists at once what was put, with its version, under the prefix alone', async () => {
    const store = await givenStore();
    const a = await store.put('g/shards/a', bytes('1'), ABSENT);
    const b = await store.put('g/shards/b', bytes('2'), ABSENT);
    await store.put('h/shards/c', bytes('3'), ABSENT);
    const listed = [];
    for await (const entry of store.list('g/shards/')) listed.push(entry);
    expect(listed).toEqual([
      { key: 'g/shards/a', version: a },
      { key: 'g/shards/b', version: b },
    ]);
  });
}

function comparesAndSwaps(givenStore: GivenStore): void {
  it('lets exactly one of many create an object', async () => {
    const store = await givenStore();
    const outcomes = await Promise.allSettled(
      Array.from({ length: WRITERS }, (_, n) => store.put('g/new', bytes(`${n}`), ABSENT)),
    );
    const winners = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    expect(winners).toHaveLength(1);
    await expect(textAt(store, 'g/new')).resolves.toBe(`${winners[0]}`);
    const losers = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(losers.every(({ reason }) => reason instanceof Conflict)).toBe(true);
  });

  it('lets exactly one of many replace a version', async () => {
    const store = await givenStore();
    const version = await store.put('g/old', bytes('old'), ABSENT);
    const outcomes = await Promise.allSettled(
      Array.from({ length: WRITERS }, (_, n) => store.put('g/old', bytes(`${n}`), version)),
    );
    const winners = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    expect(winners).toHaveLength(1);
    await expect(textAt(store, 'g/old')).resolves.toBe(`${winners[0]}`);
  });

  it('refuses a version that has been replaced, whatever is there now', async () => {
    const store = await givenStore();
    const first = await store.put('g/aba', bytes('{"rev":1}'), ABSENT);
    const second = await store.put('g/aba', bytes('{"rev":2}'), first);
    await store.put('g/aba', bytes('{"rev":3}'), second);
    await expect(store.put('g/aba', bytes('{"rev":4}'), first)).rejects.toThrow(Conflict);
    await expect(textAt(store, 'g/aba')).resolves.toBe('{"rev":3}');
  });

  it('refuses to replace what is not there', async () => {
    const store = await givenStore();
    const version = await store.put('g/gone', bytes('1'), ABSENT);
    await store.delete('g/gone');
    await expect(store.put('g/gone', bytes('2'), version)).rejects.toThrow(Conflict);
    await expect(store.get('g/gone')).resolves.toBeUndefined();
  });
}
