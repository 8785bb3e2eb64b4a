import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentKeys } from './recent-keys.ts';

describe('recent keys', () => {
  it('gives the same value for a key as long as it remembers it', () => {
    const keys = new RecentKeys(10, () => ({}));
    expect(keys.of('a')).toBe(keys.of('a'));
  });

  it('never holds more than it may, and never forgets the latest half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.array(fc.integer({ min: 0, max: 30 }).map(String), { minLength: 1, maxLength: 200 }),
        fc.nat(),
        (maxKeys, asked, choice) => {
          const made: string[] = [];
          const keys = new RecentKeys(maxKeys, (key) => made.push(key));
          for (const key of asked) keys.of(key);
          expect(keys.size).toBeLessThanOrEqual(maxKeys);
          const madeBefore = made.length;
          const latest = [...new Set(asked.toReversed())].slice(0, Math.floor(maxKeys / 2));
          keys.of(latest[choice % latest.length] ?? '');
          expect(made.length).toBe(madeBefore);
        },
      ),
    );
  });

  it('begins anew with a key that it was told to forget', () => {
    const keys = new RecentKeys(10, () => ({}));
    const before = keys.of('a');
    keys.forget('a');
    expect(keys.of('a')).not.toBe(before);
  });
});
