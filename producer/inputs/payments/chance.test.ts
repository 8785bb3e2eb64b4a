import { describe, expect, it } from 'vitest';
import { seededRandom } from '#runtime/random.ts';
import { exponential, logUniform, normal, weightedIndex } from './chance.ts';

const DRAWS = 20_000;

const draws = (draw: (random: ReturnType<typeof seededRandom>) => number): number[] => {
  const random = seededRandom(3);
  return Array.from({ length: DRAWS }, () => draw(random));
};
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('chance', () => {
  it('draws normal numbers with mean 0 and variance 1', () => {
    const values = draws(normal);
    expect(meanOf(values)).toBeCloseTo(0, 1);
    expect(meanOf(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
  });

  it('draws waits whose standard deviation equals their mean, as a Poisson process has', () => {
    const values = draws((random) => exponential(random, 8));
    expect(meanOf(values) / 8).toBeCloseTo(1, 1);
    expect(Math.sqrt(meanOf(values.map((value) => (value - 8) ** 2))) / 8).toBeCloseTo(1, 1);
  });

  it('draws each doubling equally often', () => {
    const values = draws((random) => logUniform(random, 1, 4));
    expect(values.filter((value) => value < 2).length / DRAWS).toBeCloseTo(0.5, 1);
  });

  it('draws an index in proportion to its weight, and never one without weight', () => {
    const values = draws(weightedIndex([1, 0, 3]));
    expect(values.filter((index) => index === 2).length / DRAWS).toBeCloseTo(0.75, 1);
    expect(values).not.toContain(1);
  });
});
