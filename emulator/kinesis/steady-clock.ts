import type { Clock } from '#runtime/clock.ts';

/**
 * The same clock, standing still while the other runs behind what it said before. What a stream has
 * told its readers, such as that a shard has ended, is not taken back by a correction of the time.
 */
export function steadyClock(clock: Clock): Clock {
  let latest = clock.now();
  return {
    now: () => (latest = Math.max(latest, clock.now())),
    sleep: clock.sleep,
  };
}
