import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenRanges } from './hash-key.ts';
import { peakOf, planScaling, type Piece, type Step } from './uniform-scaling.ts';

const pieces = (count: number): Piece[] => evenRanges(count).map((range) => ({ range }));

/** The ranges that are left when all steps are done. */
function rangesAfter(start: readonly Piece[], steps: readonly Step[]): unknown[] {
  const alive = new Set(start);
  for (const { parents, children } of steps.flat()) {
    for (const parent of parents) expect(alive.delete(parent)).toBe(true);
    for (const child of children) alive.add(child);
  }
  return [...alive].map(({ range }) => range).sort((a, b) => (a.start < b.start ? -1 : 1));
}

describe('scaling evenly', () => {
  it('doubles by one step of splits and halves by one step of merges', () => {
    const steps = (from: number, to: number) => planScaling(pieces(from), to).length;
    expect([steps(4, 8), steps(8, 4), steps(4, 4)]).toEqual([1, 1, 0]);
  });

  it('takes shards that live for a step where the ranges do not fit', () => {
    const steps = planScaling(pieces(2), 3);
    expect(steps.map((step) => step.map(({ children }) => children.length))).toEqual([[2, 2], [1]]);
    expect(peakOf(steps, 2)).toBe(4);
  });

  it('ends with even ranges, whatever the two counts, and touches no shard twice in a step', () => {
    const count = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(count, count, (from, to) => {
        const start = pieces(from);
        const steps = planScaling(start, to);
        expect(rangesAfter(start, steps)).toEqual(evenRanges(to));
        for (const step of steps) {
          const parents = step.flatMap((reshard) => reshard.parents);
          expect(new Set(parents).size).toBe(parents.length);
        }
      }),
      { numRuns: 200 },
    );
  });
});
