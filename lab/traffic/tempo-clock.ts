import { AWAKE, type Clock } from '#runtime/clock.ts';

/** Nobody is woken for a time that stands still; no timer of Node's can be set for ever. */
const LONGEST_SLEEP_MS = 3_600_000;

/** A clock that a person can let run faster or slower than another, also while somebody sleeps by it. */
export interface TempoClock extends Clock {
  /** 1 is the other clock's own; 0 stands still. */
  tempo: number;
  /** Whether it has ever run differently, so that its time is its own. */
  readonly isApart: boolean;
}

export function tempoClock(clock: Clock): TempoClock {
  let tempo = 1;
  let isApart = false;
  /** The instant, on both clocks, at which the tempo was set last. */
  let set = { at: 0, own: 0 };
  const sleepers = new Set<() => void>();
  const now = (): number =>
    isApart ? Math.floor(set.own + (clock.now() - set.at) * tempo) : clock.now();

  /** Until the sleeper is woken, or the tempo changes. */
  async function sleepSome(ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return;
    const woken = new AbortController();
    const wake = (): void => woken.abort(AWAKE);
    sleepers.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    await clock.sleep(Math.min(Math.ceil(ms / tempo) || 0, LONGEST_SLEEP_MS), woken.signal);
    signal?.removeEventListener('abort', wake);
    sleepers.delete(wake);
  }

  return {
    now,
    get tempo() {
      return tempo;
    },
    set tempo(wanted) {
      set = { own: now(), at: clock.now() };
      isApart = true;
      tempo = wanted;
      for (const wake of sleepers) wake();
    },
    get isApart() {
      return isApart;
    },
    sleep: async (ms, signal) => {
      const until = now() + ms;
      for (;;) {
        await sleepSome(until - now(), signal);
        if (signal?.aborted || now() >= until) return;
      }
    },
  };
}
