import { describe, expect, it } from 'vitest';
import { burstEndingAt } from './burst.ts';

const USUAL_GAP_MS = 10_000;

describe('a burst', () => {
  it('is counted with its last record and lasts from its first', () => {
    const burst = burstEndingAt(3_000, [2_000, 1_000, 0, -100_000], USUAL_GAP_MS);
    expect(burst).toMatchObject({ count: 4, lastingMs: 3_000 });
  });

  it('is the more surprising the shorter it is', () => {
    const slow = burstEndingAt(3_000, [2_000, 1_000, 0], USUAL_GAP_MS);
    const fast = burstEndingAt(300, [200, 100, 0], USUAL_GAP_MS);
    expect(fast?.surprise).toBeGreaterThan(slow?.surprise ?? Infinity);
  });

  it('does not include the ordinary record that follows it', () => {
    const spree = [3_000, 2_500, 2_000, 1_500, 1_000, 500, 0];
    expect(burstEndingAt(3_500, spree, USUAL_GAP_MS)).toBeDefined();
    expect(burstEndingAt(13_000, spree, USUAL_GAP_MS)).toBeUndefined();
  });

  it('is none at the usual pace', () => {
    expect(burstEndingAt(30_000, [20_000, 10_000, 0], USUAL_GAP_MS)).toBeUndefined();
  });

  it('is none of one record', () => {
    expect(burstEndingAt(0, [], USUAL_GAP_MS)).toBeUndefined();
  });

  it('has a finite surprise when all happens in one millisecond', () => {
    expect(burstEndingAt(0, [0, 0, 0], USUAL_GAP_MS)?.surprise).toBeLessThan(100);
  });
});
