import { expect, it } from 'vitest';
import { Timeline } from './timeline.ts';

it('holds each value from its instant on', () => {
  const timeline = new Timeline('first');
  expect(timeline.isConstant).toBe(true);
  timeline.change('second', 100);
  timeline.change('third', 200);
  expect([0, 99, 100, 199, 200, 1e15].map((instant) => timeline.at(instant))).toEqual([
    'first',
    'first',
    'second',
    'second',
    'third',
    'third',
  ]);
  expect(timeline.isConstant).toBe(false);
});
