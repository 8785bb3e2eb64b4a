import { setTimeout as delay } from 'node:timers/promises';

/**
 * The only source of time in this repository. Nothing else may read the system's time or set a
 * timer, so that a test, a lesson or `--speed` can own time as a whole.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch, a whole number. */
  readonly now: () => number;
  /** Resolves after `ms`, or as soon as `signal` aborts: being told to stop is not an error. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(Math.max(ms, 0), undefined, signal && { signal }).catch(ignoreAbort),
};

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
