import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column } from './column.ts';

/** Indexes near and far, in any order, with numbers that lie close together, far apart, or are equal. */
const sets = fc.array(
  fc.tuple(
    fc.oneof(fc.nat(40_000), fc.nat(Number.MAX_SAFE_INTEGER)),
    fc.oneof(fc.constant(1), fc.nat(300), fc.nat(90_000), fc.nat(2 ** 45)),
  ),
  { maxLength: 200 },
);

/** As long as a whole piece, one after another. */
const runs = fc.array(
  fc.record({
    from: fc.nat(30_000),
    length: fc.nat(9_000),
    number: fc.nat(70_000),
    by: fc.nat(30),
  }),
  { maxLength: 6 },
);

describe('numbers by index', () => {
  it('are what was set last, packed or not, whatever came before and after', () => {
    fc.assert(
      fc.property(sets, runs, (single, many) => {
        const [column, expected] = [new Column(), new Map<number, number>()];
        const set = (index: number, value: number): void => {
          column.set(index, value);
          expected.set(index, value);
        };
        const half = Math.floor(single.length / 2);
        for (const [index, value] of single.slice(0, half)) set(index, value);
        for (const { from, length, number, by } of many) {
          for (let i = 0; i < length; i++) set(from + i, number + Math.floor((i * by) / 10));
        }
        for (const [index, value] of single.slice(half)) set(index, value);
        for (const [index, value] of expected) expect(column.get(index)).toBe(value);
        const known = [...expected].filter(([, value]) => value > 0).map(([index]) => index);
        expect([...column.indexes()]).toEqual(known.sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  it('take next to nothing where they are all the same, as in books without repeats', () => {
    const before = process.memoryUsage().arrayBuffers;
    const column = new Column();
    for (let index = 0; index < 4_000_000; index++) column.set(index, 1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000);
    expect(column.get(3_999_999)).toBe(1);
    expect(column.get(4_000_000)).toBe(0);
  });
});
