import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const draws = (seed: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: 20 }, () => random.next());
};

describe('seededRandom', () => {
  it('repeats itself for one seed and differs for another', () => {
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
  });

  it('draws numbers from 0 up to but not including 1', () => {
    expect(draws(1).every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('reaches both ends of a range of whole numbers', () => {
    const random = seededRandom(3);
    const seen = new Set(Array.from({ length: 200 }, () => random.int(1, 3)));
    expect([...seen].sort((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  it('forks sources that do not depend on what was drawn before', () => {
    const drawn = seededRandom(5);
    drawn.next();
    expect(drawn.fork('input').next()).toBe(seededRandom(5).fork('input').next());
    expect(drawn.fork('input').next()).not.toBe(drawn.fork('keys').next());
  });

  it('makes version 4 UUIDs', () => {
    expect(seededRandom(1).uuid()).toMatch(UUID_V4);
  });
});
