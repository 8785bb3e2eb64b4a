import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeGroups, type Waiter } from './write-groups.ts';

const upTo = (pieces: number): Waiter => ({ pieces, resolve: () => {}, reject: () => {} });

const sizesOf = (sizes: readonly number[], ends: readonly number[], enough: number) =>
  [
    ...writeGroups(
      sizes.map((size) => new Uint8Array(size)),
      ends.map(upTo),
      enough,
    ),
  ].map(({ pieces, waiters }) => [pieces.map(({ length }) => length), waiters.length]);

describe('writeGroups', () => {
  it('ends a group with the waiter who makes it enough', () => {
    expect(sizesOf([4, 4, 4, 4, 20, 4], [1, 2, 3, 4, 5, 6], 10)).toEqual([
      [[4, 4, 4], 3],
      [[4, 20], 2],
      [[4], 1],
    ]);
  });

  it('makes one of all where nothing is enough', () => {
    expect(sizesOf([400, 400], [1, 2], Infinity)).toEqual([[[400, 400], 2]]);
  });

  it('never parts what one of them waits for, and gives what nobody waits for to the last', () => {
    expect(sizesOf([20, 20, 20, 20], [2, 3], 10)).toEqual([
      [[20, 20], 1],
      [[20, 20], 1],
    ]);
  });

  it('writes every piece once, in order, and answers nobody before his are written', () => {
    const sizes = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 30 });
    const steps = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sizes, steps, fc.nat({ max: 100 }), (lengths, more, enough) => {
        const pieces = lengths.map((length) => new Uint8Array(length));
        let end = 0;
        const waiting = more.map((step) => upTo((end = Math.min(end + step, pieces.length))));
        const written: Uint8Array[] = [];
        const answered: Waiter[] = [];
        for (const group of writeGroups(pieces, waiting, enough)) {
          written.push(...group.pieces);
          answered.push(...group.waiters);
          for (const waiter of group.waiters)
            expect(waiter.pieces).toBeLessThanOrEqual(written.length);
        }
        expect(written).toEqual(pieces);
        expect(answered).toEqual(waiting);
      }),
    );
  });
});
