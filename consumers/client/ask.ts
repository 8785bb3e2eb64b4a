import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import { retry } from '#runtime/retry.ts';
import { isTransient, nameOf } from './aws-errors.ts';
import { describeError } from './errors.ts';
import { withDeadline } from './wait.ts';

/** What a question to AWS needs besides its client. */
export interface Asking {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export type Call<Answer> = (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>;

/** Sockets can go silent without an error; nothing here answers this slowly. */
const ANSWER_WITHIN_MS = 60_000;
const MAX_ANSWER_WITHIN_MS = 960_000;
const BACKOFF = { baseMs: 200, maxMs: 5_000 };

/** No answer came in time. What the request did is not known. */
export class NoAnswer extends Error {}

/**
 * Asks once. `failures` in a row lengthen the patience: on a fast lab clock a minute may be shorter
 * than an honest answer takes.
 */
export function ask<Answer>(
  call: Call<Answer>,
  { clock }: { readonly clock: Clock },
  signal: AbortSignal,
  failures = 0,
): Promise<Answer> {
  const withinMs = Math.min(MAX_ANSWER_WITHIN_MS, ANSWER_WITHIN_MS * 2 ** failures);
  return withDeadline(
    (abortSignal) => call({ abortSignal }),
    { clock, ms: withinMs, signal },
    () => new NoAnswer(`no answer within ${withinMs} ms`),
  );
}

/** Asks until AWS answers or refuses, or the signal aborts. */
export function askUntilAnswered<Answer>(
  what: string,
  call: Call<Answer>,
  asking: Asking,
  signal: AbortSignal,
): Promise<Answer> {
  return retry((attempt) => ask(call, asking, signal, attempt - 1), {
    ...BACKOFF,
    clock: asking.clock,
    random: asking.random,
    attempts: Number.POSITIVE_INFINITY,
    signal,
    isRetryable: isTransient,
    onRetry: (error, attempt, waitMs) => {
      if (attempt === 1) {
        asking.log.warn('aws does not answer', { what, error: describeError(error), waitMs });
      }
    },
  });
}

/** The error says only that we were told to stop. */
export const isStop = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted && (nameOf(error) === 'AbortError' || isTransient(error));
