import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Quantiles } from './quantiles.ts';

const SHARES = [0, 0.5, 0.95, 0.99, 1];

const filledWith = (values: readonly number[]): Quantiles => {
  const quantiles = new Quantiles();
  for (const value of values) quantiles.add(value);
  return quantiles;
};

/** The smallest value that `share` of all values do not exceed. */
const nearestRank = (values: readonly number[], share: number): number =>
  (values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * values.length)) - 1] ?? 0) + 0;

const measurement = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.integer({ min: -50, max: 50 }),
);

describe('quantiles', () => {
  it('are exact for 256 values', () => {
    fc.assert(
      fc.property(fc.array(measurement, { minLength: 1, maxLength: 256 }), (values) => {
        const expected = SHARES.map((share) => nearestRank(values, share));
        expect(filledWith(values).at(SHARES)).toEqual(expected);
      }),
    );
  });

  it('are within one percent for any number of values', () => {
    fc.assert(
      fc.property(fc.array(measurement, { minLength: 257, maxLength: 900 }), (values) => {
        for (const [index, value] of filledWith(values).at(SHARES).entries()) {
          const exact = nearestRank(values, SHARES[index] ?? 0);
          // Beside the percent: what is smaller than any measurement counts as nothing.
          const allowed = Math.abs(exact) * 0.0101 + 1e-12;
          expect(Math.abs((value ?? NaN) - exact)).toBeLessThanOrEqual(allowed);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('do not depend on the order of the values', () => {
    fc.assert(
      fc.property(fc.array(measurement, { minLength: 200, maxLength: 400 }), (values) => {
        expect(filledWith(values.toReversed()).at(SHARES)).toEqual(filledWith(values).at(SHARES));
      }),
      { numRuns: 50 },
    );
  });

  it('know one zero', () => {
    expect(filledWith([-0, 0]).at([0.5, 1])).toEqual([0, 0]);
  });

  it('of nothing are undefined', () => {
    expect(new Quantiles().at([0.5])).toEqual([undefined]);
  });
});
