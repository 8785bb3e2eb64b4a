import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SlidingWindow } from './sliding-window.ts';

it('lets so many through at once, and the next one when the first has grown old enough', () => {
  const window = new SlidingWindow(3, 1_000);
  expect([0, 10, 20].map((at) => window.take(at))).toEqual([true, true, true]);
  expect([20, 999, 1_000, 1_009, 1_010].map((at) => window.take(at))).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
});

it('never lets more through in any second, and none less than it could', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 100 });
  fc.assert(
    fc.property(gaps, (waits) => {
      const window = new SlidingWindow(5, 1_000);
      const taken: number[] = [];
      let now = 0;
      for (const wait of waits) {
        now += wait;
        const recent = taken.filter((at) => now - at < 1_000).length;
        const fits = window.take(now);
        expect(fits).toBe(recent < 5);
        if (fits) taken.push(now);
      }
    }),
  );
});
