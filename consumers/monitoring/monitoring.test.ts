import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabRecord } from '#pipeline/record.ts';
import { createMonitoring, type MonitoringOptions } from './monitoring.ts';
import type { ClosedWindow } from './window.ts';

const WINDOW_MS = 10_000;
const LATENESS_MS = 5_000;

let made = 0;
const record = (eventAt: number, amount?: number, key = 'a'): LabRecord => ({
  id: `run-${made++}`,
  key,
  eventAt,
  producedAt: Math.max(eventAt, 1e9),
  data: amount === undefined ? { word: 'x' } : { amount },
});

/** All that closes while the records come, and at the end. */
function windowsOf(
  records: readonly LabRecord[],
  options: MonitoringOptions = {},
): readonly ClosedWindow[] {
  const monitoring = createMonitoring(options);
  const closed = records.flatMap((each) => {
    monitoring.observe(each);
    return monitoring.advanceTo(0);
  });
  return [...closed, ...monitoring.close()];
}

const startsOf = (windows: readonly ClosedWindow[]): number[] =>
  windows.map(({ startAt }) => startAt);

describe('a window', () => {
  it('tells count, rate, sum, mean, extremes and percentiles', () => {
    const [window] = windowsOf([record(0, 1), record(5_000, 2), record(9_999, 6)]);
    expect(window).toMatchObject({ startAt: 0, endAt: WINDOW_MS });
    expect(window?.overall).toEqual({
      key: 'all',
      count: 3,
      ratePerSecond: 0.3,
      measured: 3,
      sum: 9,
      mean: 3,
      min: 1,
      max: 6,
      p50: 2,
      p95: 6,
      p99: 6,
    });
  });

  it('tells the same of each key, the busiest first', () => {
    const [window] = windowsOf([record(0, 1, 'a'), record(1, 2, 'b'), record(2, 4, 'b')]);
    expect(window?.keys).toMatchObject([
      { key: 'b', count: 2, sum: 6 },
      { key: 'a', count: 1, sum: 1 },
    ]);
  });

  it('counts a record without a number and measures nothing', () => {
    const [window] = windowsOf([record(0)]);
    expect(window?.overall).toMatchObject({ count: 1, measured: 0, sum: 0, mean: undefined });
  });

  it('begins with its first millisecond and ends before that of the next', () => {
    expect(startsOf(windowsOf([record(9_999, 1), record(10_000, 1)]))).toEqual([0, 10_000]);
  });

  it('gives the first keys a row each and the rest one together', () => {
    const records = ['a', 'b', 'c', 'd', 'a'].map((key, at) => record(at, 1, key));
    const [window] = windowsOf(records, { maxKeys: 2 });
    expect(window?.keys.map(({ key, count }) => [key, count])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(window?.others).toMatchObject({ key: 'others', count: 2, sum: 2 });
    expect(window?.overall.count).toBe(5);
  });
});

describe('monitoring', () => {
  it('closes a window exactly when an event is as much later as the lateness', () => {
    const monitoring = createMonitoring();
    monitoring.observe(record(0, 1));
    monitoring.observe(record(WINDOW_MS + LATENESS_MS - 1, 1));
    expect(monitoring.advanceTo(0)).toEqual([]);
    monitoring.observe(record(WINDOW_MS + LATENESS_MS, 1));
    expect(monitoring.advanceTo(0)).toMatchObject([{ startAt: 0, closedBy: 'watermark' }]);
  });

  it('closes the last window by the clock when nothing comes any more', () => {
    const monitoring = createMonitoring();
    monitoring.observe(record(9_000, 1));
    const now = 1_000_000;
    expect(monitoring.advanceTo(now)).toEqual([]);
    expect(monitoring.advanceTo(now + 5_999)).toEqual([]);
    expect(monitoring.advanceTo(now + 6_000)).toMatchObject([{ startAt: 0, closedBy: 'idle' }]);
  });

  it('takes event times of years ago as they are', () => {
    const monitoring = createMonitoring();
    monitoring.observe({ ...record(5_000, 1), producedAt: 1.7e12 });
    expect(monitoring.advanceTo(1.7e12)).toEqual([]);
    expect(monitoring.snapshot().openWindows).toBe(1);
  });

  it('counts what comes for a closed window as late, by key and by id', () => {
    const monitoring = createMonitoring();
    monitoring.observe(record(0, 1));
    monitoring.observe(record(30_000, 1));
    const late = record(9_000, 1, 'slow');
    monitoring.observe(late);
    expect(monitoring.snapshot().late).toEqual({
      count: 1,
      byKey: new Map([['slow', 1]]),
      otherKeys: 0,
      lastIds: [late.id],
    });
  });

  it('counts as late what comes too late even for a window that never opened', () => {
    const monitoring = createMonitoring();
    monitoring.observe(record(100_000, 1));
    monitoring.observe(record(20_000, 1));
    expect(monitoring.snapshot().late.count).toBe(1);
    expect(startsOf(monitoring.close())).toEqual([100_000]);
  });

  it('counts in the next windows what a reader brings after a stop', () => {
    const monitoring = createMonitoring();
    monitoring.observe(record(1_000, 1));
    monitoring.advanceTo(0);
    monitoring.advanceTo(120_000);
    for (const at of [11_000, 21_000, 31_000]) monitoring.observe(record(at, 1));
    expect(monitoring.snapshot().late.count).toBe(0);
  });

  it('is not put out by a record from a clock that is wrong', () => {
    const monitoring = createMonitoring();
    monitoring.observe({ ...record(9e12, 1), producedAt: 1_000 });
    monitoring.observe(record(2_000, 1));
    expect(monitoring.snapshot().late.count).toBe(0);
    expect(startsOf(monitoring.close())).toEqual([0, 9e12]);
  });

  it('closes the oldest window early rather than keep more than 64', () => {
    const monitoring = createMonitoring({ latenessMs: 1e9 });
    for (let window = 0; window < 70; window++) monitoring.observe(record(window * WINDOW_MS, 1));
    const closed = monitoring.advanceTo(0);
    expect(closed.map(({ closedBy }) => closedBy)).toEqual(Array(6).fill('room'));
    expect(startsOf(closed)).toEqual([0, 1, 2, 3, 4, 5].map((window) => window * WINDOW_MS));
    expect(monitoring.snapshot().openWindows).toBe(64);
  });

  it('says how many windows it dropped because nobody took them', () => {
    const monitoring = createMonitoring();
    for (let window = 0; window < 10_010; window++) {
      monitoring.observe(record(window * WINDOW_MS, 1));
    }
    const taken = monitoring.close();
    expect(taken).toHaveLength(10_000);
    expect(monitoring.snapshot().dropped).toBe(10);
  });

  it('shows where it is', () => {
    const monitoring = createMonitoring();
    expect(monitoring.snapshot()).toMatchObject({ observed: 0, watermarkAt: undefined });
    monitoring.observe(record(1_000, 1));
    monitoring.observe(record(16_000, 1));
    expect(monitoring.snapshot()).toMatchObject({
      observed: 2,
      watermarkAt: 11_000,
      openWindows: 1,
      latest: { startAt: 0 },
    });
  });
});

describe('monitoring of records in any order', () => {
  /** Records and the order in which they come, none more than the lateness after a later one. */
  const arrivals = fc
    .array(
      fc.record({
        eventAt: fc.integer({ min: 0, max: 100_000 }),
        delayMs: fc.integer({ min: 0, max: LATENESS_MS - 1 }),
        amount: fc.integer({ min: -1_000, max: 1_000 }),
        key: fc.constantFrom('a', 'b', 'c'),
      }),
      { minLength: 1, maxLength: 200 },
    )
    .map((each) =>
      each
        .toSorted((a, b) => a.eventAt + a.delayMs - (b.eventAt + b.delayMs))
        .map(({ eventAt, amount, key }) => record(eventAt, amount, key)),
    );

  it('agrees with adding up afterwards, whatever the order within the lateness', () => {
    fc.assert(
      fc.property(arrivals, (records) => {
        const windows = windowsOf(records);
        const told = windows.flatMap(({ startAt, keys }) =>
          keys.map(({ key, count, sum }) => `${startAt} ${key} ${count} ${sum}`),
        );
        const groups = new Map<string, { count: number; sum: number }>();
        for (const { eventAt, key, data } of records) {
          const name = `${Math.floor(eventAt / WINDOW_MS) * WINDOW_MS} ${key}`;
          const { count, sum } = groups.get(name) ?? { count: 0, sum: 0 };
          groups.set(name, { count: count + 1, sum: sum + Number(data['amount']) });
        }
        const expected = [...groups].map(([name, { count, sum }]) => `${name} ${count} ${sum}`);
        expect(told.toSorted()).toEqual(expected.toSorted());
        expect(startsOf(windows)).toEqual(startsOf(windows).toSorted((a, b) => a - b));
      }),
    );
  });

  it('counts every record once, in a window or as late, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 150 }),
        fc.integer({ min: 1, max: 3 }),
        (times, maxKeys) => {
          const monitoring = createMonitoring({ maxKeys });
          const closed = times.flatMap((eventAt, index) => {
            monitoring.observe(record(eventAt, 1, `key-${index % 5}`));
            return monitoring.advanceTo(index * 1_000);
          });
          const windows = [...closed, ...monitoring.close()];
          const counted = windows.reduce((sum, { overall }) => sum + overall.count, 0);
          expect(counted + monitoring.snapshot().late.count).toBe(times.length);
          expect(new Set(startsOf(windows)).size).toBe(windows.length);
          for (const { overall, keys, others } of windows) {
            const rows = [...keys, ...(others ? [others] : [])];
            expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(overall.count);
          }
        },
      ),
    );
  });
});
