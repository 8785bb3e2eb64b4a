import { expect, it } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { steadyClock } from './steady-clock.ts';

it('stands still while the other clock is behind what it said before', () => {
  const readings = [1_000, 1_500, 900, 1_499, 1_501];
  const clock = steadyClock({
    now: () => readings.shift() ?? 0,
    sleep: virtualClock().sleep,
  });
  expect([clock.now(), clock.now(), clock.now(), clock.now()]).toEqual([
    1_500, 1_500, 1_500, 1_501,
  ]);
});
