import { describe, expect, it } from 'vitest';
import { Heat } from './heat.ts';

const after = (kilobytesPerSecond: number, seconds: number): Heat => {
  const heat = new Heat();
  for (let second = 0; second < seconds; second++) {
    heat.note(kilobytesPerSecond * 1_000, second * 1_000);
  }
  return heat;
};

describe('the heat of a shard', () => {
  it('is told once, after a minute of more than 500 kB/s', () => {
    expect(after(501, 60).take()).toBe(false);
    const heat = after(501, 61);
    expect([heat.take(), heat.take()]).toEqual([true, false]);
    expect(after(500, 61).take()).toBe(false);
  });

  it('is forgotten in a pause', () => {
    const heat = after(900, 50);
    heat.note(1, 120_000);
    expect(heat.take()).toBe(false);
  });
});
