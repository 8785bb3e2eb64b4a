import { describe, expect, it } from 'vitest';
import { laterClock } from './later-clock.ts';
import { virtualClock } from './virtual-clock.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');

describe('laterClock', () => {
  it('begins at an instant ahead and goes on at the same pace', async () => {
    const clock = virtualClock({ start: new Date(START).toISOString() });
    const later = laterClock(clock, START + 5_000);
    expect(later.now()).toBe(START + 5_000);
    await clock.advance(10);
    expect(later.now()).toBe(START + 5_010);
  });

  it('is the clock itself when the instant has passed', () => {
    const clock = virtualClock({ start: new Date(START).toISOString() });
    expect(laterClock(clock, START - 1)).toBe(clock);
  });
});
