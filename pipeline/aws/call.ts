import type { Clock } from '#runtime/clock.ts';
import type { Random } from '#runtime/random.ts';
import { retry } from '#runtime/retry.ts';
import { factsOf, isTransient } from './error-facts.ts';
import { AwsTrouble, troubleOf } from './trouble.ts';

export interface CallOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted: nothing further is begun. */
  readonly signal: AbortSignal;
}

const ATTEMPTS = 8;
const BACKOFF = { baseMs: 500, maxMs: 10_000 };

/** Makes one call to AWS: tries again what is transient, and hands on everything else as it is. */
export async function call<T>(
  { clock, random, signal }: CallOptions,
  request: () => Promise<T>,
): Promise<T> {
  const guarded = (): Promise<T> => {
    if (signal.aborted) throw interrupted();
    return request();
  };
  return retry(guarded, {
    ...BACKOFF,
    attempts: ATTEMPTS,
    clock,
    random,
    signal,
    isRetryable: (error) => isTransient(factsOf(error)),
  });
}

export const interrupted = (): AwsTrouble => new AwsTrouble('interrupted', 'stopped on request');

/** Runs a step of many calls; whatever it fails with says what could not be done. */
export async function step<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw troubleOf(error, doing);
  }
}
