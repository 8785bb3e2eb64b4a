import { describe, expect, it } from 'vitest';
import { ReadPace } from './read-pace.ts';

const MIB = 1_048_576;

describe('the pace of reading', () => {
  it('is blocked for five seconds after 10 MiB at 2 MiB/s', () => {
    const pace = new ReadPace(2 * MIB);
    pace.note(10 * MIB, 100);
    expect([100, 5_099, 5_100].map((at) => pace.isBlocked(at))).toEqual([true, true, false]);
  });

  it('gives its rate in one second and again in the next', () => {
    const pace = new ReadPace(2 * MIB);
    pace.note(MIB, 0);
    pace.note(MIB, 500);
    expect(pace.isBlocked(500)).toBe(false);
    pace.note(MIB, 600);
    expect([600, 1_499, 1_500].map((at) => pace.isBlocked(at))).toEqual([true, true, false]);
    pace.note(2 * MIB, 1_500);
    expect(pace.isBlocked(1_500)).toBe(false);
  });
});
