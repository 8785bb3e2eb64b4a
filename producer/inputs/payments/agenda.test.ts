import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

it('gives back what it was given in the order of time, equal times in the order of planning', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const agenda = new Agenda<{ at: number; order: number }>();
      const items = times.map((at, order) => ({ at, order }));
      for (const item of items) agenda.add(item);
      const taken = items.map(() => agenda.takeUntil(Infinity));
      expect(taken).toEqual(items.toSorted((a, b) => a.at - b.at || a.order - b.order));
    }),
  );
});

it('keeps what is not due', () => {
  const agenda = new Agenda<{ at: number }>();
  agenda.add({ at: 10 });
  expect(agenda.takeUntil(9)).toBeUndefined();
  expect(agenda.nextAt()).toBe(10);
});

it('is never due while it is empty', () => {
  expect(new Agenda().nextAt()).toBe(Infinity);
});
