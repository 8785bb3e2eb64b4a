import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedKeys } from './sorted-keys.ts';

const all = (keys: SortedKeys): string[] => {
  const found: string[] = [];
  for (let key = keys.firstFrom(''); key !== undefined; key = keys.firstFrom(`${key}\u0000`)) {
    found.push(key);
  }
  return found;
};

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index).padStart(6, '0'));

describe('SortedKeys', () => {
  it('holds what a sorted set holds, whatever is added and deleted', () => {
    const steps = fc.array(
      fc.record({ key: fc.string({ maxLength: 2 }), isDeleted: fc.boolean() }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(steps, (changes) => {
        const keys = new SortedKeys();
        const model = new Set<string>();
        for (const { key, isDeleted } of changes) {
          if (isDeleted) model.delete(key);
          else model.add(key);
          if (isDeleted) keys.delete(key);
          else keys.add(key);
        }
        expect(all(keys)).toEqual([...model].sort());
      }),
    );
  });

  it('stays in order over many blocks, filled from the end to the beginning', () => {
    const keys = new SortedKeys();
    const expected = numbered(5_000);
    for (const key of expected.toReversed()) keys.add(key);
    expect(all(keys)).toEqual(expected);
  });

  it('is empty after every one of many keys has been deleted', () => {
    const keys = new SortedKeys();
    const added = numbered(5_000);
    for (const key of added) keys.add(key);
    for (const key of added) keys.delete(key);
    expect(all(keys)).toEqual([]);
  });

  it('finds the first key that is not before a bound between blocks', () => {
    const keys = new SortedKeys();
    const added = numbered(5_000);
    for (const key of added) keys.add(key);
    expect(added.map((key) => keys.firstFrom(`${key}a`))).toEqual([...added.slice(1), undefined]);
  });
});
