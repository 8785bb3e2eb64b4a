import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock } from './virtual-clock.ts';

describe('virtualClock', () => {
  it('stands still until it is told to move', async () => {
    const clock = virtualClock({ start: '2026-01-01T00:00:00.000Z' });
    const before = clock.now();
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.now()).toBe(before);
  });

  it('wakes each sleeper at its own instant, in order of time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 6 }),
        async (naps) => {
          const clock = virtualClock();
          const start = clock.now();
          const woken: number[] = [];
          for (const nap of naps) void clock.sleep(nap).then(() => woken.push(clock.now() - start));
          await clock.advance(50);
          expect(woken).toEqual([...naps].sort((a, b) => a - b));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('lets the work of one sleeper finish before the next one wakes', async () => {
    const clock = virtualClock();
    const start = clock.now();
    const seen: string[] = [];
    void (async () => {
      await clock.sleep(10);
      for (let step = 0; step < 3; step++) await Promise.resolve();
      seen.push(`first at ${clock.now() - start}`);
    })();
    void clock.sleep(11).then(() => seen.push(`second at ${clock.now() - start}`));
    await clock.advance(20);
    expect(seen).toEqual(['first at 10', 'second at 11']);
  });

  it('waits for work that it is told of', async () => {
    let isBusy = true;
    const clock = virtualClock({ isBusy: () => isBusy });
    let isThere = false;
    const advanced = clock.advance(5).then(() => (isThere = true));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(isThere).toBe(false);
    isBusy = false;
    await advanced;
    expect(isThere).toBe(true);
  });

  it('ends a sleep when its signal aborts, and leaves no listener behind', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const asleep = clock.sleep(1_000, stop.signal);
    stop.abort();
    await asleep;
    await expect(clock.sleep(1_000, stop.signal)).resolves.toBeUndefined();
  });
});
