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

/**
 * The reason to abort a sleep that is no longer needed. A constant, because the reason an abort has
 * by default is an error with a stack, made anew each time.
 */
export const AWAKE = Symbol('awake');

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(ms, 0));
      return signal?.addEventListener('abort', wake);
    }),
};
