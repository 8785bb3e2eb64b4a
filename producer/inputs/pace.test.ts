import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { evenly, pace } from './pace.ts';

const never = new AbortController().signal;

describe('pace', () => {
  it('yields each item at the instant it is due', async () => {
    const clock = virtualClock();
    const startAt = clock.now();
    const seen = collect(
      pace([0, 10, 10, 25], { clock, signal: never, dueAt: (ms) => startAt + ms }),
      () => clock.now() - startAt,
    );
    await clock.advance(24);
    expect(seen).toEqual([
      [0, 0],
      [10, 10],
      [10, 10],
    ]);
    await clock.advance(1);
    expect(seen.at(-1)).toEqual([25, 25]);
  });

  it('yields at once what is overdue, and drops nothing', async () => {
    const clock = virtualClock();
    const dueAt = evenly(clock.now(), 10);
    await clock.advance(1_000);
    const seen = collect(pace([0, 1, 2, 3, 10], { clock, signal: never, dueAt }), () => 0);
    await clock.advance(0);
    expect(seen.map(([index]) => index)).toEqual([0, 1, 2, 3, 10]);
  });

  it('never yields an item a whole millisecond early, and never late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.5, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 1_500 }),
        async (recordsPerSecond, count) => {
          const clock = virtualClock();
          const dueAt = evenly(clock.now(), recordsPerSecond);
          const indexes = Array.from({ length: count }, (_, index) => index);
          const seen = collect(pace(indexes, { clock, signal: never, dueAt }), () => clock.now());
          await clock.advance((count * 1_000) / recordsPerSecond + 1);
          expect(seen).toHaveLength(count);
          for (const [index, at] of seen) expect(Math.abs(at - dueAt(index))).toBeLessThan(1);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('lets others have a turn while it is behind', async () => {
    const clock = virtualClock();
    let turns = 0;
    void collect(pace(endlessly(), { clock, signal: never, dueAt: () => 0 }), () => {
      turns += 1;
      return turns;
    });
    // The loop would never come back here if it did not lie down now and then.
    await new Promise((resolve) => setImmediate(resolve));
    expect(turns).toBe(499);
  });

  it('ends without yielding once the signal aborts', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const items = pace([1], { clock, signal: stop.signal, dueAt: () => clock.now() + 1_000 });
    const next = items.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

function* endlessly(): Generator<number> {
  for (let index = 0; ; index++) yield index;
}

/** Fills the list it returns with every item and what `note` said when it came. */
function collect<T, N>(items: AsyncIterable<T>, note: () => N): [T, N][] {
  const seen: [T, N][] = [];
  void (async () => {
    for await (const item of items) seen.push([item, note()]);
  })();
  return seen;
}
