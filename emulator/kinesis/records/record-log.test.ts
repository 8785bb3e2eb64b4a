import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenMemory } from './given-memory.test-support.ts';
import { RecordLog } from './record-log.ts';

/** Appends a record whose text is a number in quotes; its data may be long. */
function put(log: RecordLog, number: number, arrivedAt: number, sizeBytes = 1, data = ''): void {
  const source = Buffer.from(`<${data}>`);
  const record = { source, from: 1, to: source.length - 1, sizeBytes };
  log.append(record, Buffer.from(`"${number}`), Buffer.from('",'), arrivedAt);
}

function logOf(arrivals: readonly number[]): RecordLog {
  const log = new RecordLog(givenMemory());
  for (const [number, arrivedAt] of arrivals.entries()) put(log, number, arrivedAt);
  log.publish(log.next);
  return log;
}

const all = { maxRecords: Infinity, maxBytes: Infinity };

/** The numbers of the records that a read gives. */
const numbersIn = (log: RecordLog, from = log.first, bounds = all): number[] =>
  (JSON.parse(`[${log.read(from, bounds).pieces.join(',')}]`) as string[]).map(Number);

const textOf = (log: RecordLog): string => log.read(log.first, all).pieces.join(',');

/** Every question that a log answers, at every position and instant. */
function expectSame(log: RecordLog, other: RecordLog, now: number): void {
  expect([log.first, log.end, log.next]).toEqual([other.first, other.end, other.next]);
  for (let at = log.first - 1; at <= log.end; at++) {
    expect(log.arrivedAt(at)).toBe(other.arrivedAt(at));
    expect(log.text(at)?.toString() === other.text(at)?.toString()).toBe(true);
    if (at < log.first) continue;
    const bounds = at === log.first ? all : { maxRecords: 3, maxBytes: 500_000 };
    const [run, same] = [log.read(at, bounds), other.read(at, bounds)];
    expect([run.count, run.sizeBytes]).toEqual([same.count, same.sizeBytes]);
    expect(run.pieces.join(',') === same.pieces.join(',')).toBe(true);
  }
  for (let instant = 0; instant <= now + 1; instant++) {
    expect(log.firstSince(instant)).toBe(other.firstSince(instant));
  }
}

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
    const log = new RecordLog(givenMemory());
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
    const log = new RecordLog(givenMemory());
    for (const [number, size] of [60, 40, 1].entries()) put(log, number, 0, size);
    log.publish(log.next);
    expect(log.read(0, { ...all, maxBytes: 100 })).toMatchObject({ count: 2, sizeBytes: 100 });
  });

  it('reads a record that is larger than the bound by itself', () => {
    const log = new RecordLog(givenMemory());
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
          const log = new RecordLog(givenMemory());
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

  it('gives the same answers wherever its records are', () => {
    const steps = fc.array(
      fc.record({
        dataBytes: fc.constantFrom(0, 3, 70_000, 300_000),
        records: fc.nat({ max: 9 }),
        isKept: fc.boolean(),
        passes: fc.nat({ max: 2 }),
        drop: fc.option(fc.nat({ max: 3 })),
      }),
      { minLength: 1, maxLength: 9 },
    );
    fc.assert(
      fc.property(steps, fc.constantFrom(0, 100_000, 1_000_000), (rounds, maxBytes) => {
        const memory = givenMemory(maxBytes);
        const away = new RecordLog(memory);
        const held = new RecordLog(givenMemory());
        let now = 0;
        for (const { dataBytes, records, isKept, passes, drop } of rounds) {
          now += passes;
          memory.makeRoom();
          for (const log of [away, held]) {
            const data = 'x'.repeat(dataBytes);
            for (let n = 0; n < records; n++) put(log, log.next, now, dataBytes, data);
            if (isKept) log.publish(log.next);
            else log.rollBack();
            if (drop !== null) log.dropBefore(now - drop);
          }
          memory.makeRoom();
          expect(memory.heldBytes).toBeLessThanOrEqual(maxBytes);
          expectSame(away, held, now);
        }
        memory.close();
      }),
      { numRuns: 40 },
    );
  });

  it('drops whole blocks without reading them, and the rest of what is too old when it is asked to', () => {
    const memory = givenMemory(0);
    const log = new RecordLog(memory);
    for (let at = 0; at < 10; at++) put(log, at, at, 1, 'x'.repeat(100_000));
    log.publish(log.next);
    memory.makeRoom();
    const allBytes = memory.spilledBytes;
    expect(allBytes).toBeGreaterThan(1_000_000);
    log.dropBlocksBefore(5);
    expect(log.first).toBe(4);
    expect(memory.spilledBytes).toBe(allBytes * 0.6);
    log.dropBefore(5);
    expect(log.first).toBe(5);
    log.dropAll();
    expect([log.first, log.end, log.next]).toEqual([10, 10, 10]);
    expect([memory.heldBytes, memory.spilledBytes]).toEqual([0, 0]);
    memory.close();
  });

  it('gives away each record once, and is the same again when it takes them back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(0, 9, 100_000, 300_000), { maxLength: 5 }), {
          maxLength: 5,
        }),
        fc.nat({ max: 5 }),
        (calls, drop) => {
          const log = new RecordLog(givenMemory());
          const again = new RecordLog(givenMemory());
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
