import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areAdjacent,
  evenRanges,
  hashKeyOf,
  hashKeyOfPartitionKey,
  MAX_HASH_KEY,
} from './hash-key.ts';

const asNumber = (partitionKey: string): bigint =>
  BigInt(`0x${hashKeyOfPartitionKey(partitionKey)}`);

describe('hashKeyOfPartitionKey', () => {
  it('is the MD5 of the partition key as a number of 128 bits', () => {
    expect(asNumber('a')).toBe(16955237001963240173058271559858726497n);
    expect(asNumber('partitionKey')).toBe(193318062818912349798954611745638949166n);
  });

  it('reads a partition key as UTF-8', () => {
    expect(hashKeyOfPartitionKey('Müggelsee 🐟')).toBe('60aa37fdd7d36b253c97584edf1f9d38');
  });
});

describe('hashKeyOf', () => {
  it('compares as the numbers do', () => {
    const key = fc.bigInt({ min: 0n, max: MAX_HASH_KEY });
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(hashKeyOf(a) < hashKeyOf(b)).toBe(a < b);
      }),
    );
  });
});

describe('evenRanges', () => {
  it('starts each range at the index times the floor of the width', () => {
    expect(evenRanges(3).map(({ start }) => start)).toEqual([
      0n,
      113427455640312821154458202477256070485n,
      226854911280625642308916404954512140970n,
    ]);
  });

  it('tiles the key space', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
        const ranges = evenRanges(count);
        expect(ranges).toHaveLength(count);
        expect(ranges[0]?.start).toBe(0n);
        expect(ranges.at(-1)?.end).toBe(MAX_HASH_KEY);
        for (const [index, range] of ranges.slice(1).entries()) {
          expect(range.start).toBe((ranges[index]?.end ?? 0n) + 1n);
        }
      }),
    );
  });
});

describe('areAdjacent', () => {
  const [low, middle, high] = [
    { start: 0n, end: 9n },
    { start: 10n, end: 19n },
    { start: 20n, end: 29n },
  ];

  it('finds neighbours in either order', () => {
    expect(areAdjacent(low, middle)).toBe(true);
    expect(areAdjacent(high, middle)).toBe(true);
  });

  it('refuses ranges with a gap between them, and a range with itself', () => {
    expect(areAdjacent(low, high)).toBe(false);
    expect(areAdjacent(low, low)).toBe(false);
  });
});
