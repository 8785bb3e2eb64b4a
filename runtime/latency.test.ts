import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './latency.ts';

const summaryOf = (values: readonly number[]) => {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram.summary();
};

describe('LatencyHistogram', () => {
  it('is all zero while nothing was recorded', () => {
    expect(summaryOf([])).toEqual({ count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  });

  it('gives percentiles by nearest rank', () => {
    const oneToHundred = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(summaryOf(oneToHundred)).toEqual({
      count: 100,
      mean: 50.5,
      p50: 50,
      p95: 95,
      p99: 99,
      max: 100,
    });
  });

  it('agrees with sorting, for any values in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1 }), (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
        expect(summaryOf(values)).toMatchObject({
          p50: rank(0.5),
          p95: rank(0.95),
          p99: rank(0.99),
          max: sorted.at(-1),
        });
      }),
    );
  });

  it('counts what seems to have arrived before it left as 0', () => {
    expect(summaryOf([-5]).max).toBe(0);
  });
});
