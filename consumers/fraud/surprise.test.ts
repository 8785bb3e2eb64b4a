import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSurprise, tailSurprise } from './surprise.ts';

/** P(at least `count`) of Poisson's law, by summing up what is below. */
function poissonTail(count: number, expected: number): number {
  let term = Math.exp(-expected);
  let below = 0;
  for (let k = 0; k < count; k++) {
    below += term;
    term *= expected / (k + 1);
  }
  return 1 - below;
}

describe('surprise', () => {
  it('of a count never makes it less probable than it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.5, max: 10, noNaN: true }),
        (count, expected) => {
          const bound = Math.exp(-countSurprise(count, expected));
          expect(bound).toBeGreaterThanOrEqual(poissonTail(count, expected) - 1e-12);
        },
      ),
    );
  });

  it('of a count is none up to what is expected', () => {
    expect(countSurprise(3, 3)).toBe(0);
  });

  it('of a value far out is near that of the normal law when much is known', () => {
    // P(z ≥ 4) = 3.17e-5
    expect(tailSurprise(4, 100_000)).toBeCloseTo(-Math.log(3.17e-5), 0);
  });

  it('of a value is the smaller the less is known', () => {
    expect(tailSurprise(4, 15)).toBeLessThan(tailSurprise(4, 60));
  });

  it('of a value grows with its distance', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.integer({ min: 2, max: 100 }),
        (a, b, observations) => {
          const [near, far] = a <= b ? [a, b] : [b, a];
          expect(tailSurprise(far, observations)).toBeGreaterThanOrEqual(
            tailSurprise(near, observations),
          );
        },
      ),
    );
  });
});
