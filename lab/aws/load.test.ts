import { describe, expect, it } from 'vitest';
import { readSettings } from '../settings/settings.ts';
import { hourBefore } from '../bucket/hour-before.ts';
import { loadOf } from './load.ts';

const loadFrom = (...args: readonly string[]) => loadOf(readSettings(args, {}));

describe('what an hour of the lab does on AWS', () => {
  it('is 50 records of 300 bytes a second unless told otherwise', () => {
    expect(loadFrom()).toEqual({
      shards: 2,
      recordsPerSecond: 50,
      recordBytes: 300,
      fanOutConsumers: 1,
      bufferSeconds: 60,
      bufferMiB: 1,
      statePutsPerHour: 1_440,
    });
    expect(loadFrom('--rate', '7', '--shards', '1')).toMatchObject({
      recordsPerSecond: 7,
      statePutsPerHour: 720,
    });
  });

  it('fills the shards, at most, with a file that comes as fast as it can', () => {
    expect(loadFrom('--input', 'x.csv', '--shards', '3')).toMatchObject({
      recordsPerSecond: 3_000,
      recordBytes: 1_024,
    });
    expect(loadFrom('--input', '-', '--rate', '5')).toMatchObject({ recordsPerSecond: 5 });
  });
});

describe('where reading the bucket begins', () => {
  it.each([
    ['2026-01-01T00:30:00.000Z', '2025/12/31/23/'],
    ['2026-11-26T08:00:00.000Z', '2026/11/26/07/'],
  ])('of a run from %s on is %s', (start, key) => {
    expect(hourBefore(Date.parse(start))).toBe(key);
  });
});
