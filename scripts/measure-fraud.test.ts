import { describe, expect, it } from 'vitest';
import { measureFraud, median, type MeasuredRun } from './measure-fraud.ts';

/** The bars of the design, over ten minutes: both in the median, and neither worse on any seed. */
const MEDIAN_PRECISION = 0.9;
const MEDIAN_RECALL = 0.8;
const WORST = 0.7;

const seeds = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const runsOf = (which: readonly number[], { rate = 50, minutes = 10 } = {}): MeasuredRun[] =>
  which.map((seed) => measureFraud({ seed, rate, minutes }));

const precisionsOf = (runs: readonly MeasuredRun[]): number[] =>
  runs.flatMap(({ precision }) => precision ?? []);
const recallsOf = (runs: readonly MeasuredRun[]): number[] =>
  runs.flatMap(({ recall }) => recall ?? []);

describe('fraud detection over ten minutes at 50 payments per second', () => {
  const runs = runsOf(seeds(1, 20));

  it('is precise', () => {
    expect(precisionsOf(runs)).toHaveLength(20);
    expect(median(precisionsOf(runs))).toBeGreaterThanOrEqual(MEDIAN_PRECISION);
    expect(Math.min(...precisionsOf(runs))).toBeGreaterThanOrEqual(WORST);
  });

  it('finds what was planted', () => {
    expect(recallsOf(runs)).toHaveLength(20);
    expect(median(recallsOf(runs))).toBeGreaterThanOrEqual(MEDIAN_RECALL);
    expect(Math.min(...recallsOf(runs))).toBeGreaterThanOrEqual(WORST);
  });

  it('finds more than half of every kind', () => {
    for (const kind of runs[0]?.kinds.keys() ?? []) {
      const planted = runs.reduce((sum, { kinds }) => sum + (kinds.get(kind)?.planted ?? 0), 0);
      const found = runs.reduce((sum, { kinds }) => sum + (kinds.get(kind)?.found ?? 0), 0);
      expect(found / planted, kind).toBeGreaterThan(0.5);
    }
  });

  it('is quiet while it has no history', () => {
    const early = runs.reduce((sum, { falseInFirstMinute }) => sum + falseInFirstMinute, 0);
    // 20 runs of 3,000 payments in their first minute.
    expect(early).toBeLessThanOrEqual(3);
  });

  it('finds an incident within seconds of its first payment', () => {
    for (const { medianDetectionMs } of runs) expect(medianDetectionMs).toBeLessThan(5_000);
  });
});

it('finds a first fraud within a minute, nearly always', () => {
  const runs = runsOf(seeds(1, 20), { minutes: 1 });
  expect(runs.filter(({ recall }) => (recall ?? 0) > 0).length).toBeGreaterThanOrEqual(18);
});

describe('fraud detection elsewhere', () => {
  it('is as good on seeds that nobody looked at', () => {
    const runs = runsOf(seeds(1_001, 1_010));
    expect(median(precisionsOf(runs))).toBeGreaterThanOrEqual(MEDIAN_PRECISION);
    expect(median(recallsOf(runs))).toBeGreaterThanOrEqual(MEDIAN_RECALL);
  });

  it('is as good at ten times the rate', () => {
    const [run] = runsOf([1], { rate: 500, minutes: 4 });
    expect(run?.precision).toBeGreaterThanOrEqual(MEDIAN_PRECISION);
    expect(run?.recall).toBeGreaterThanOrEqual(WORST);
  });
});
