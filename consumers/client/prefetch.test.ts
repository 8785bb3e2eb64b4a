import { describe, expect, it } from 'vitest';
import { prefetch } from './prefetch.ts';
import type { RawRecord } from './record.ts';
import type { Chunk, ShardSource } from './shard-source.ts';

const turns = async (): Promise<void> => {
  for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
};

const record = (n: number): RawRecord => ({
  data: new Uint8Array(),
  partitionKey: 'a',
  sequenceNumber: String(n),
  arrivedAt: new Date(0),
});

/** Gives chunks of these records, one at a time, and counts what was asked for and given back. */
function givenSource(...chunks: readonly (readonly number[])[]) {
  const counts = { asked: 0, released: 0, isOpen: true };
  const source: ShardSource = {
    async *open(_position, signal) {
      try {
        for (const [index, ns] of chunks.entries()) {
          if (signal.aborted) return;
          counts.asked += 1;
          yield chunkOf(ns, index);
        }
      } finally {
        counts.isOpen = false;
      }
    },
  };
  const chunkOf = (ns: readonly number[], index: number): Chunk => ({
    records: ns.map(record),
    continuation: ns.length === 0 ? undefined : String(ns.at(-1)),
    millisBehind: index,
    childShards: [],
    ended: false,
    receivedAt: index,
    release: () => {
      counts.released += 1;
    },
  });
  return { source, counts };
}

const open = (source: ShardSource, signal = new AbortController().signal) =>
  prefetch(source, { kind: 'oldest' }, signal);

describe('reading ahead', () => {
  it('keeps two chunks at most while the handler is busy', async () => {
    const { source, counts } = givenSource([1], [2], [3], [4], [5]);
    const chunks = open(source);
    await chunks.next();
    await turns();
    expect(counts.asked).toBe(3);
    await chunks.next();
    await turns();
    expect(counts.asked).toBe(4);
    await chunks.return(undefined);
  });

  it('folds empty chunks into the last one that waits, with the latest news', async () => {
    const { source, counts } = givenSource([1], [2], [], []);
    const chunks = open(source);
    const first = await chunks.next();
    await turns();
    const second = await chunks.next();
    expect([first, second].map(({ value }) => (value as Chunk).records[0]?.sequenceNumber)).toEqual(
      ['1', '2'],
    );
    expect(second.value).toMatchObject({ millisBehind: 3, receivedAt: 3, continuation: '2' });
    expect(counts.released).toBe(2);
    await chunks.return(undefined);
  });

  it('gives back what was not used, and closes the source, when it is left', async () => {
    const { source, counts } = givenSource([1], [2], [3], [4]);
    const chunks = open(source);
    await chunks.next();
    await turns();
    await chunks.return(undefined);
    expect(counts.isOpen).toBe(false);
    expect(counts.released).toBe(2);
  });

  it('throws what the source throws, after what came before it', async () => {
    const source: ShardSource = {
      async *open() {
        yield* givenSource([1]).source.open({ kind: 'oldest' }, new AbortController().signal);
        throw new Error('no more');
      },
    };
    const chunks = open(source);
    await expect(chunks.next()).resolves.toMatchObject({ done: false });
    await expect(chunks.next()).rejects.toThrow('no more');
  });
});
