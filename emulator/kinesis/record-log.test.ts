import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordLog } from './record-log.ts';

/** Appends a record whose text is a number in quotes; its data may be long. */
function put(log: RecordLog, number: number, arrivedAt: number, sizeBytes = 1, data = ''): void {
  const source = Buffer.from(`<${data}>`);
  const record = { source, from: 1, to: source.length - 1, sizeBytes };
  log.append(record, Buffer.from(`"${number}`), Buffer.from('",'), arrivedAt);
}

function logOf(arrivals: readonly number[]): RecordLog {
  const log = new RecordLog();
  for (const [number, arrivedAt] of arrivals.entries()) put(log, number, arrivedAt);
  log.publish(log.next);
  return log;
}

const all = { maxRecords: Infinity, maxBytes: Infinity };

/** The numbers of the records that a read gives. */
const numbersIn = (log: RecordLog, from = log.first, bounds = all): number[] =>
  (JSON.parse(`[${log.read(from, bounds).pieces.join(',')}]`) as string[]).map(Number);

const textOf = (log: RecordLog): string => log.read(log.first, all).pieces.join(',');

/** Instants that never go back. */
const instants = fc
  .array(fc.nat({ max: 3 }), { maxLength: 200 })
  .map((steps) => steps.map((_, index) => steps.slice(0, index + 1).reduce((a, b) => a + b, 0)));

describe('RecordLog', () => {
  it('keeps each record at its position while older ones are dropped', () => {
    fc.assert(
      fc.property(instants, fc.nat({ max: 600 }), (arrivals, horizon) => {
        const log = logOf(arrivals);
        log.dropBefore(horizon);
        const kept = [...arrivals.keys()].filter((number) => (arrivals[number] ?? 0) >= horizon);
        expect(log.end).toBe(arrivals.length);
        expect(log.first).toBe(arrivals.length - kept.length);
        expect(numbersIn(log)).toEqual(kept);
        expect(arrivals.map((_, position) => log.text(position)?.toString())).toEqual(
          arrivals.map((at, position) => (at >= horizon ? `"${position}"` : undefined)),
        );
      }),
    );
  });

  it('keeps positions over thousands of blocks that come and go', () => {
    const log = new RecordLog();
    const data = 'x'.repeat(10_000);
    for (let number = 0; number < 5_000; number++) put(log, number, number, 1, data);
    log.publish(log.next);
    log.dropBefore(4_000);
    put(log, 5_000, 5_000);
    log.publish(log.next);
    expect([log.first, log.end]).toEqual([4_000, 5_001]);
    expect(log.text(3_999)).toBeUndefined();
    expect(log.text(4_321)?.toString()).toBe(`"4321${data}"`);
    expect(log.arrivedAt(5_000)).toBe(5_000);
    log.dropBefore(5_001);
    expect([log.first, log.end]).toEqual([5_001, 5_001]);
    put(log, 5_001, 5_001);
    log.publish(log.next);
    expect(numbersIn(log)).toEqual([5_001]);
  });

  it('finds the first record since an instant as a search from the front does', () => {
    fc.assert(
      fc.property(
        instants,
        fc.nat({ max: 600 }),
        fc.nat({ max: 600 }),
        (arrivals, drop, instant) => {
          const log = logOf(arrivals);
          log.dropBefore(drop);
          const found = arrivals.findIndex((arrivedAt) => arrivedAt >= Math.max(instant, drop));
          expect(log.firstSince(instant)).toBe(found === -1 ? arrivals.length : found);
        },
      ),
    );
  });

  it('reads no more records than asked for', () => {
    expect(numbersIn(logOf([1, 2, 3]), 1, { ...all, maxRecords: 1 })).toEqual([1]);
  });

  it('stops before the record that would exceed the bytes', () => {
    const log = new RecordLog();
    for (const [number, size] of [60, 40, 1].entries()) put(log, number, 0, size);
    log.publish(log.next);
    expect(log.read(0, { ...all, maxBytes: 100 })).toMatchObject({ count: 2, sizeBytes: 100 });
  });

  it('reads a record that is larger than the bound by itself', () => {
    const log = new RecordLog();
    for (const [number, size] of [101, 1].entries()) put(log, number, 0, size);
    log.publish(log.next);
    expect(log.read(0, { ...all, maxBytes: 100 }).count).toBe(1);
  });

  it('shows nothing that is not published, and takes it back whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ records: fc.nat({ max: 40 }), isKept: fc.boolean() })),
        fc.nat({ max: 20_000 }),
        (calls, dataBytes) => {
          const log = new RecordLog();
          const data = 'x'.repeat(dataBytes);
          let kept = 0;
          for (const { records, isKept } of calls) {
            for (let n = 0; n < records; n++) put(log, log.next, 0, 1, data);
            expect(log.end).toBe(kept);
            expect(log.read(0, all).count).toBe(kept);
            if (isKept) log.publish(log.next);
            else log.rollBack();
            if (isKept) kept += records;
            expect([log.end, log.next]).toEqual([kept, kept]);
          }
          expect(log.read(0, all).pieces.join(',')).toBe(
            Array.from({ length: kept }, (_, number) => `"${number}${data}"`).join(','),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives away each record once, and is the same again when it takes them back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(0, 9, 100_000, 300_000), { maxLength: 5 }), {
          maxLength: 5,
        }),
        fc.nat({ max: 5 }),
        (calls, drop) => {
          const log = new RecordLog();
          const again = new RecordLog();
          for (const [at, call] of calls.entries()) {
            for (const dataBytes of call) {
              put(log, log.next, at, dataBytes, 'x'.repeat(dataBytes));
            }
            const pieces = log.takeUnkept();
            expect(log.takeUnkept()).toEqual([]);
            log.publish(log.next);
            // As if what came before had been dropped.
            if (at >= drop) for (const piece of pieces) again.restore(piece);
            else again.restoreEnd(log.next);
          }
          log.dropBefore(drop);
          expect([again.first, again.end, again.next]).toEqual([log.first, log.end, log.next]);
          expect(textOf(again) === textOf(log)).toBe(true);
          for (let at = log.first; at < log.end; at++) {
            expect(again.arrivedAt(at)).toBe(log.arrivedAt(at));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
