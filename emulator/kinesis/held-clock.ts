import type { Clock } from '#runtime/clock.ts';

/** A clock that can be held at an instant while something is done that has, or had, that one instant. */
export interface HeldClock extends Clock {
  readonly holdWhile: <T>(instant: number, work: () => T) => T;
}

export function heldClock(clock: Clock): HeldClock {
  let held: number | undefined;
  return {
    now: () => held ?? clock.now(),
    sleep: clock.sleep,
    holdWhile: (instant, work) => {
      const before = held;
      held = instant;
      try {
        return work();
      } finally {
        held = before;
      }
    },
  };
}
