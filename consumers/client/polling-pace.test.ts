import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faster, nextPollAt, slower, unpunished } from './polling-pace.ts';

const PACE = unpunished(1_000);
const onTime = { scheduledAt: 5_000, startedAt: 5_000, millisBehind: 0 };

describe('the pace of polling', () => {
  it('is one question a second at the tip', () => {
    expect(nextPollAt(PACE, onTime)).toBe(6_000);
  });

  it('is one question each 200 ms while behind', () => {
    expect(nextPollAt(PACE, { ...onTime, millisBehind: 1 })).toBe(5_200);
  });

  it('does not shift when a question came a little late', () => {
    expect(nextPollAt(PACE, { ...onTime, startedAt: 5_300 })).toBe(6_000);
  });

  it('starts anew when a question came very late', () => {
    expect(nextPollAt(PACE, { ...onTime, startedAt: 9_500 })).toBe(10_500);
  });

  it('slows down to 5 s under refusals and comes back bit by bit', () => {
    const refused = [1, 2, 3, 4, 5, 6, 7].reduce(slower, PACE);
    expect(nextPollAt(refused, onTime)).toBe(10_000);
    expect(nextPollAt(faster(refused), onTime)).toBe(10_000);
    const recovered = Array.from({ length: 25 }).reduce<typeof PACE>(faster, refused);
    expect(nextPollAt(recovered, onTime)).toBe(6_000);
  });

  it('never asks more often than five times a second', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), fc.nat(3), (scheduledAt, lateMs, behind) => {
        const startedAt = scheduledAt + lateMs;
        const next = nextPollAt(PACE, { scheduledAt, startedAt, millisBehind: behind });
        expect(next).toBeGreaterThanOrEqual(startedAt + 200);
      }),
    );
  });
});
