import type { Clock } from './clock.ts';
import { Timeline } from './timeline.ts';

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
  const timeline = new Timeline(Date.parse(start), isBusy);
  return {
    now: () => timeline.now,
    sleep: (ms, signal) => timeline.sleep(ms, signal),
    async advance(ms) {
      const until = timeline.now + ms;
      await timeline.workIsDone();
      while (timeline.wakeNext(until)) await timeline.workIsDone();
      timeline.moveTo(until);
    },
  };
}
