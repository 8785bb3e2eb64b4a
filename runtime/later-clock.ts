import type { Clock } from './clock.ts';

/**
 * The same clock, ahead by as much as it takes to begin no earlier than `instant`: a lab whose time ran
 * faster goes on from there, and not in its own past.
 */
export function laterClock(clock: Clock, instant: number): Clock {
  const aheadMs = instant - clock.now();
  return aheadMs <= 0 ? clock : { now: () => clock.now() + aheadMs, sleep: clock.sleep };
}
