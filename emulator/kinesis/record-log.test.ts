import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordLog, type StoredRecord } from './record-log.ts';

const record = (arrivedAt: number, bytes = 1): StoredRecord => ({
  sequenceNumber: String(arrivedAt),
  partitionKey: '',
  data: Buffer.alloc(bytes),
  arrivedAt,
});

function logOf(records: readonly StoredRecord[]): RecordLog {
  const log = new RecordLog();
  for (const each of records) log.append(each);
  return log;
}

const all = { maxRecords: Infinity, maxBytes: Infinity };

/** Instants that never go back. */
const instants = fc
  .array(fc.nat({ max: 3 }), { maxLength: 200 })
  .map((steps) => steps.map((_, index) => steps.slice(0, index + 1).reduce((a, b) => a + b, 0)));

describe('RecordLog', () => {
  it('keeps each record at its position while older ones are dropped', () => {
    fc.assert(
      fc.property(instants, fc.nat({ max: 600 }), (arrivals, horizon) => {
        const records = arrivals.map((arrivedAt) => record(arrivedAt));
        const log = logOf(records);
        log.dropBefore(horizon);
        const kept = records.filter(({ arrivedAt }) => arrivedAt >= horizon);
        expect(log.end).toBe(records.length);
        expect(log.first).toBe(records.length - kept.length);
        expect(log.read(log.first, all)).toEqual(kept);
        expect(records.map((_, position) => log.at(position))).toEqual(
          records.map((each) => (each.arrivedAt >= horizon ? each : undefined)),
        );
      }),
    );
  });

  it('keeps positions when it has moved its records together', () => {
    const log = logOf(Array.from({ length: 5_000 }, (_, index) => record(index)));
    log.dropBefore(4_000);
    log.append(record(5_000));
    expect(log.first).toBe(4_000);
    expect(log.end).toBe(5_001);
    expect(log.at(3_999)).toBeUndefined();
    expect(log.at(4_321)?.arrivedAt).toBe(4_321);
    expect(log.at(5_000)?.arrivedAt).toBe(5_000);
  });

  it('finds the first record since an instant as a search from the front does', () => {
    fc.assert(
      fc.property(
        instants,
        fc.nat({ max: 600 }),
        fc.nat({ max: 600 }),
        (arrivals, drop, instant) => {
          const log = logOf(arrivals.map((arrivedAt) => record(arrivedAt)));
          log.dropBefore(drop);
          const found = arrivals.findIndex((arrivedAt) => arrivedAt >= Math.max(instant, drop));
          expect(log.firstSince(instant)).toBe(found === -1 ? arrivals.length : found);
        },
      ),
    );
  });

  it('reads no more records than asked for', () => {
    const log = logOf([1, 2, 3].map((arrivedAt) => record(arrivedAt)));
    expect(log.read(1, { ...all, maxRecords: 1 }).map(({ arrivedAt }) => arrivedAt)).toEqual([2]);
  });

  it('stops before the record that would exceed the bytes', () => {
    const log = logOf([record(1, 60), record(2, 40), record(3, 1)]);
    expect(log.read(0, { ...all, maxBytes: 100 })).toHaveLength(2);
  });

  it('reads a record that is larger than the bound by itself', () => {
    const log = logOf([record(1, 101), record(2, 1)]);
    expect(log.read(0, { ...all, maxBytes: 100 })).toHaveLength(1);
  });
});
