import { AWAKE, type Clock } from './clock.ts';

/** The other side took longer than it may. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** Runs a request that may take `limitMs` on the clock. The signal it is given aborts when it took longer. */
export async function answerWithin<T>(
  limitMs: number,
  clock: Clock,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const overdue = new AbortController();
  const answered = new AbortController();
  const limit = async (): Promise<never> => {
    await clock.sleep(limitMs, answered.signal);
    if (!answered.signal.aborted) overdue.abort();
    throw new Unanswered(`no answer within ${limitMs} ms`);
  };
  try {
    return await Promise.race([request(overdue.signal), limit()]);
  } finally {
    answered.abort(AWAKE);
  }
}
