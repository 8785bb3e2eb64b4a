import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  it('holds a second at most, and refills steadily', () => {
    const bucket = new TokenBucket(100);
    expect([bucket.holds(100, 0), bucket.holds(101, 0)]).toEqual([true, true]);
    bucket.spend(100);
    expect([bucket.holds(1, 0), bucket.holds(1, 9), bucket.holds(1, 10)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(bucket.holds(100, 60_000)).toBe(true);
    bucket.spend(100);
    expect(bucket.holds(1, 60_000)).toBe(false);
  });

  it('lets through what is larger than it, and pays for that afterwards', () => {
    const bucket = new TokenBucket(100);
    expect(bucket.holds(1_000, 0)).toBe(true);
    bucket.spend(1_000);
    expect(bucket.holdsAt(1, 0)).toBe(9_010);
    expect([bucket.holds(1, 9_009), bucket.holds(1, 9_010)]).toEqual([false, true]);
  });

  it('knows the first instant at which it will hold enough', () => {
    const amount = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(amount, amount, (spent, wanted) => {
        const bucket = new TokenBucket(100);
        bucket.holds(spent, 0);
        bucket.spend(spent);
        const at = bucket.holdsAt(wanted, 0);
        if (at > 0) expect(bucket.holds(wanted, at - 1)).toBe(false);
        expect(bucket.holds(wanted, at)).toBe(true);
      }),
    );
  });
});
