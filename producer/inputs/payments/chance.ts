import type { Random } from '#runtime/random.ts';

/** The distributions that a payment's time, place and amount are drawn from. */

/** Standard normal, by Box and Muller. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** The wait for the next event of a Poisson process that has one every `mean` on average. */
export const exponential = (random: Random, mean: number): number =>
  -mean * Math.log(1 - random.next());

export const between = (random: Random, min: number, max: number): number =>
  min + random.next() * (max - min);

/** Between `min` and `max`, each doubling equally likely. */
export const logUniform = (random: Random, min: number, max: number): number =>
  min * (max / min) ** random.next();

export const isLucky = (random: Random, probability: number): boolean =>
  random.next() < probability;

/** Draws an index of `weights`, each in proportion to its weight. */
export function weightedIndex(weights: readonly number[]): (random: Random) => number {
  const upTo: number[] = [];
  let total = 0;
  for (const weight of weights) upTo.push((total += weight));
  return (random) => firstAbove(upTo, random.next() * total);
}

function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
