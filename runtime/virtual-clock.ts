import type { Clock } from './clock.ts';

/** How many turns of the event loop must pass without work before time may move on. */
const QUIET_TURNS = 5;

interface Sleeper {
  readonly wakeAt: number;
  readonly order: number;
  readonly wake: () => void;
}

/** A clock that moves only when told, so that a whole pipeline is exact to the millisecond. */
export interface VirtualClock extends Clock {
  /** Moves time forward, waking each sleeper at its own moment and letting its work finish first. */
  readonly advance: (ms: number) => Promise<void>;
}

/**
 * `isBusy` tells the clock about work it cannot see, such as requests in flight. A loop that sleeps
 * 0 ms never lets this clock move on: a busy loop shows up as a hung test, as it should.
 */
export function virtualClock({
  start = '2026-01-01T00:00:00.000Z',
  isBusy = (): boolean => false,
} = {}): VirtualClock {
  let now = Date.parse(start);
  let order = 0;
  const sleepers = new Set<Sleeper>();

  async function workIsDone(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = isBusy() ? 0 : quiet + 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    now: () => now,

    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper: Sleeper = {
          wakeAt: now + Math.ceil(Math.max(ms, 0)),
          order: order++,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
      });
    },

    async advance(ms) {
      const until = now + ms;
      await workIsDone();
      for (let next = earliest(sleepers, until); next; next = earliest(sleepers, until)) {
        now = Math.max(now, next.wakeAt);
        next.wake();
        await workIsDone();
      }
      now = until;
    },
  };
}

/** The sleeper that is due first, by `until` at the latest; those of one instant wake in the order they lay down. */
function earliest(sleepers: ReadonlySet<Sleeper>, until: number): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) {
    if (sleeper.wakeAt > until) continue;
    const isEarlier =
      !first ||
      sleeper.wakeAt < first.wakeAt ||
      (sleeper.wakeAt === first.wakeAt && sleeper.order < first.order);
    if (isEarlier) first = sleeper;
  }
  return first;
}
