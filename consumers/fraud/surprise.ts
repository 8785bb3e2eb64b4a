/**
 * How surprising something is, as −ln of its probability under what is usual: 7 is once in a
 * thousand times, 14 once in a million.
 */
export type Surprise = number;

const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * Of a value at least `deviations` standard deviations above the mean, when mean and deviation were
 * themselves estimated from `observations` values: the tail of Student's t, by its leading term.
 */
export function tailSurprise(deviations: number, observations: number): Surprise {
  if (deviations <= 1) return 0;
  const freedom = Math.max(1, observations - 1);
  const density = ((freedom + 1) / 2) * Math.log1p(deviations ** 2 / freedom);
  return density + Math.log(SQRT_TWO_PI * deviations) - Math.LN2 / 2;
}

/** Of at least `count` events when `expected` are usual: Chernoff's bound for Poisson's law. */
export const countSurprise = (count: number, expected: number): Surprise =>
  count <= expected ? 0 : count * Math.log(count / expected) - count + expected;
