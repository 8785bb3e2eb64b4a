import { describe, expect, it } from 'vitest';
import { costPerHour, totalUsd, type Load } from './cost.ts';

const load: Load = {
  shards: 1,
  recordsPerSecond: 100,
  recordBytes: 1_024,
  fanOutConsumers: 0,
  bufferSeconds: 60,
  bufferMiB: 128,
  statePutsPerHour: 0,
};

const usd = (changes: Partial<Load>, what: RegExp): number =>
  costPerHour({ ...load, ...changes }).find((line) => what.test(line.what))?.usd ?? NaN;

describe('the cost of an hour', () => {
  it('is about 7 cents for one shard with 100 records of 1 KB a second', () => {
    expect(usd({}, /^shards/)).toBeCloseTo(0.015, 6);
    expect(usd({}, /^puts/)).toBeCloseTo(0.005_04, 6);
    expect(usd({}, /^Firehose/)).toBeCloseTo(0.0498, 4);
    expect(usd({}, /^objects/)).toBeCloseTo(0.000_3, 6);
    expect(totalUsd(costPerHour(load))).toBeCloseTo(0.07, 2);
  });

  it('charges a put for each 25 KB that a record begins', () => {
    const at = (recordBytes: number): number => usd({ recordBytes }, /^puts/);
    expect(at(25 * 1_024)).toBe(at(1));
    expect(at(25 * 1_024 + 1)).toBe(2 * at(1));
  });

  it('charges Firehose for each 5 KB that a record begins', () => {
    const at = (recordBytes: number): number => usd({ recordBytes }, /^Firehose/);
    expect(at(5 * 1_024)).toBe(at(1));
    expect(at(5 * 1_024 + 1)).toBe(2 * at(1));
  });

  it('charges fan-out for each consumer and shard, and for what it carries', () => {
    const changes = { fanOutConsumers: 2, shards: 3 };
    expect(usd(changes, /fan-out, by time/)).toBeCloseTo(6 * 0.015, 6);
    expect(usd(changes, /fan-out, by volume/)).toBeCloseTo(2 * 0.343_323 * 0.013, 6);
  });

  it('counts objects by the trigger that comes first, and checkpoints beside them', () => {
    const puts = (changes: Partial<Load>): number =>
      Math.round((usd(changes, /^objects/) / 0.005) * 1_000);
    expect(puts({ bufferSeconds: 900 })).toBe(4);
    expect(puts({ bufferSeconds: 0 })).toBe(3_600);
    expect(puts({ bufferMiB: 1 })).toBe(Math.round((100 * 3_600) / 1_024));
    expect(puts({ statePutsPerHour: 1_440 })).toBe(1_500);
  });

  it('is linear: each line is its amount times its price', () => {
    for (const line of costPerHour({ ...load, fanOutConsumers: 1 })) {
      expect(line.usd).toBe(line.amount * line.usdPerUnit);
    }
  });
});
