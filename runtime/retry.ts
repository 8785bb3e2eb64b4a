import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

export interface Backoff {
  /** The first wait is drawn from [0, baseMs), the second from [0, 2 × baseMs), and so on. */
  readonly baseMs: number;
  /** No wait is drawn from more than this. */
  readonly maxMs: number;
}

export interface RetryOptions extends Backoff {
  readonly clock: Clock;
  readonly random: Random;
  /** How often to try in all; Infinity goes on until the signal aborts. */
  readonly attempts: number;
  readonly signal?: AbortSignal;
  /** Only errors named here are tried again. */
  readonly isRetryable: (error: unknown) => boolean;
  readonly onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
}

/** Runs `operation` until it succeeds, its error is final, the attempts are used up or the signal aborts. */
export async function retry<T>(
  operation: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation(attempt);
    } catch (error) {
      if (attempt >= options.attempts || options.signal?.aborted || !options.isRetryable(error)) {
        throw error;
      }
      const waitMs = backoffMs(attempt, options, options.random);
      options.onRetry?.(error, attempt, waitMs);
      await options.clock.sleep(waitMs, options.signal);
    }
  }
}

/** Exponential backoff with full jitter; at least 1 ms, so that a virtual clock always moves. */
export function backoffMs(attempt: number, { baseMs, maxMs }: Backoff, random: Random): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.max(1, Math.round(random.next() * ceiling));
}
