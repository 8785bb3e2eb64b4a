import { countSurprise, type Surprise } from './surprise.ts';

export interface Burst {
  readonly surprise: Surprise;
  /** Records in it, the last one included. */
  readonly count: number;
  readonly lastingMs: number;
}

/** Time is known to the millisecond, so two records are never nearer to each other than this. */
const RESOLUTION_MS = 1;

/**
 * The most surprising run of records that ends with the one at `at`, when one in `meanGapMs` is
 * usual. `earlier` are the instants before it, newest first. Undefined if the run was at least as
 * surprising without this record: what follows a burst is not part of it.
 */
export function burstEndingAt(
  at: number,
  earlier: readonly number[],
  meanGapMs: number,
): Burst | undefined {
  let surprise = 0;
  let count = 0;
  let lastingMs = 0;
  let surpriseWithout = 0;
  const newest = earlier[0] ?? at;
  for (let index = 0; index < earlier.length; index++) {
    const start = earlier[index] ?? at;
    const expected = Math.max(at - start, RESOLUTION_MS) / meanGapMs;
    const withIt = countSurprise(index + 1, expected);
    if (withIt > surprise) {
      surprise = withIt;
      count = index + 2;
      lastingMs = at - start;
    }
    const expectedWithout = Math.max(newest - start, RESOLUTION_MS) / meanGapMs;
    surpriseWithout = Math.max(surpriseWithout, countSurprise(index, expectedWithout));
  }
  return surprise > surpriseWithout ? { surprise, count, lastingMs } : undefined;
}
