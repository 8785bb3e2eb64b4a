import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.ts';
import { Place } from './place.ts';
import type { LabRecord } from './record.ts';

const record = (number: number, key = 'a', run = 'run'): LabRecord => ({
  id: `${run}-${number}`,
  key,
  eventAt: 0,
  producedAt: 0,
  data: {},
});

const ledgerOf = (count: number): Ledger => {
  const ledger = new Ledger('run');
  for (let number = 0; number < count; number++) ledger.acknowledged(record(number));
  return ledger;
};

describe('Ledger', () => {
  it('misses what was put and never seen', () => {
    const ledger = ledgerOf(3);
    ledger.seen('place', record(1));
    expect(ledger.tally('place')).toEqual({
      received: 1,
      duplicates: 0,
      missing: 2,
      outOfOrder: 0,
    });
  });

  it('counts a record seen again as a duplicate, not as disorder', () => {
    const ledger = ledgerOf(2);
    for (const number of [0, 1, 0]) ledger.seen('place', record(number));
    expect(ledger.tally('place')).toMatchObject({ received: 3, duplicates: 1, outOfOrder: 0 });
  });

  it('notices a record behind a later one of its key', () => {
    const ledger = ledgerOf(2);
    for (const number of [1, 0]) ledger.seen('place', record(number));
    expect(ledger.tally('place').outOfOrder).toBe(1);
  });

  it('promises no order between keys', () => {
    const ledger = ledgerOf(2);
    ledger.seen('place', record(1, 'a'));
    ledger.seen('place', record(0, 'b'));
    expect(ledger.tally('place').outOfOrder).toBe(0);
  });

  it('promises no order between scopes', () => {
    const ledger = ledgerOf(2);
    ledger.seen('place', record(1), 'object-1');
    ledger.seen('place', record(0), 'object-2');
    expect(ledger.tally('place').outOfOrder).toBe(0);
  });

  it('does not miss a record that the producer gave up', () => {
    const ledger = new Ledger('run');
    ledger.gaveUp();
    expect([ledger.failed, ledger.tally('place').missing]).toEqual([1, 0]);
  });

  it('tells records of others apart', () => {
    const ledger = ledgerOf(1);
    ledger.seen('place', record(0, 'a', 'other'));
    expect([ledger.foreign, ledger.tally('place').received]).toEqual([1, 0]);
  });

  it('knows the runs of every producer when it has none of its own', () => {
    const ledger = new Ledger();
    for (const run of ['one', 'two']) ledger.acknowledged(record(0, 'a', run));
    ledger.seen('place', record(0, 'a', 'two'));
    expect([...ledger.missingFrom('place')]).toEqual(['one-0']);
    expect(ledger.foreign).toBe(0);
  });

  it('goes on from what a place has seen in other processes', () => {
    const before = ledgerOf(3);
    for (const number of [0, 1]) before.seen('place', record(number));
    const ledger = ledgerOf(3);
    ledger.restore('place', Place.of([before.place('place').state()]));
    for (const number of [1, 2]) ledger.seen('place', record(number));
    expect(ledger.tally('place')).toEqual({
      received: 4,
      duplicates: 1,
      missing: 0,
      outOfOrder: 0,
    });
  });

  it('remembers when the stream took a record', () => {
    const ledger = ledgerOf(1);
    ledger.arrived(record(0), 1_700);
    expect([ledger.arrivalOf(record(0)), ledger.arrivalOf(record(1))]).toEqual([1_700, undefined]);
  });

  it('keeps places apart', () => {
    const ledger = ledgerOf(1);
    ledger.seen('one', record(0));
    expect([ledger.tally('one').missing, ledger.tally('two').missing]).toEqual([0, 1]);
  });

  it('agrees with a naive account of any deliveries', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 3_000 })), numbers, (put, seen) => {
        const ledger = new Ledger('run');
        for (const number of put) ledger.acknowledged(record(number));
        for (const number of seen) ledger.seen('place', record(number));
        const distinct = new Set(seen);
        expect(ledger.tally('place')).toMatchObject({
          received: seen.length,
          duplicates: seen.length - distinct.size,
          missing: put.filter((number) => !distinct.has(number)).length,
        });
        expect(ledger.place('place').distinct).toBe(distinct.size);
      }),
    );
  });
});
