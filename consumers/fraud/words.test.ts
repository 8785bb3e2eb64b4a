import { expect, it } from 'vitest';
import { duration, figure } from './words.ts';

it.each([
  [400, '0.4 s'],
  [7_000, '7 s'],
  [9_960, '10 s'],
  [40_000, '40 s'],
  [660_000, '11 min'],
  [10_800_000, '3 h'],
])('says %i ms as %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

it.each([
  [2.1, '2.1'],
  [49.949, '49.95'],
  [1_311.89, '1312'],
])('gives %d as many digits as a person needs: %s', (value, words) => {
  expect(figure(value)).toBe(words);
});
