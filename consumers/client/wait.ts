import { AWAKE, type Clock } from '#runtime/clock.ts';

/** A place to wait for the next `open`. One waits at a time. */
export class Gate {
  #open: (() => void) | undefined;

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.();
  }
}

/** A sleep that can be cut short by a knock; one that came while nobody slept counts for the next. */
export class Knock {
  #isPending = false;
  #sleeper: AbortController | undefined;

  knock(): void {
    this.#isPending = true;
    this.#sleeper?.abort(AWAKE);
  }

  async sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isPending && !signal.aborted) {
      const sleeper = new AbortController();
      this.#sleeper = sleeper;
      const unlink = onAbort(signal, () => sleeper.abort(AWAKE));
      await clock.sleep(ms, sleeper.signal);
      unlink();
      this.#sleeper = undefined;
    }
    this.#isPending = false;
  }
}

/** Returns what takes the listener off again. */
export function onAbort(signal: AbortSignal, react: () => void): () => void {
  signal.addEventListener('abort', react, { once: true });
  return () => signal.removeEventListener('abort', react);
}

export const ABORTED = Symbol('aborted');

/**
 * Waits for `work` no longer than until the signal aborts. Unlike Promise.race it leaves nothing
 * behind on a signal that lives long.
 */
export function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | typeof ABORTED> {
  if (signal.aborted) {
    work.catch(() => {});
    return Promise.resolve(ABORTED);
  }
  return new Promise((resolve, reject) => {
    const unlink = onAbort(signal, () => resolve(ABORTED));
    work.then(
      (value) => {
        unlink();
        return resolve(value);
      },
      (error: unknown) => {
        unlink();
        return reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

export interface Deadline {
  readonly clock: Clock;
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** Runs `work` with a signal that aborts with the caller's or at the deadline, then throws `late()`. */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { clock, ms, signal }: Deadline,
  late: () => Error,
): Promise<T> {
  signal.throwIfAborted();
  const working = new AbortController();
  const timer = new AbortController();
  const unlink = onAbort(signal, () => working.abort(signal.reason));
  let isLate = false;
  void clock.sleep(ms, timer.signal).then(async () => {
    if (timer.signal.aborted) return undefined;
    await turnOfTheLoop();
    if (!timer.signal.aborted) {
      isLate = true;
      working.abort();
    }
    return undefined;
  });
  try {
    const outcome = await unlessAborted(work(working.signal), working.signal);
    if (outcome !== ABORTED) return outcome;
    throw isLate ? late() : stopped();
  } catch (error) {
    throw isLate ? late() : error;
  } finally {
    timer.abort(AWAKE);
    unlink();
  }
}

/**
 * Lets the event loop read its sockets once: in a busy process a timer may fire although what it
 * waits for has long arrived.
 */
const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function stopped(): Error {
  const error = new Error('told to stop');
  error.name = 'AbortError';
  return error;
}
