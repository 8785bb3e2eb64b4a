import { describe, expect, it } from 'vitest';
import { Ledger } from '#pipeline/ledger.ts';
import type { LabRecord } from '#pipeline/record.ts';
import { defaultTopology } from '#pipeline/topology.ts';
import { S3_PLACE } from '../bucket/audit-bucket.ts';
import { firehoseBooksFrom } from './firehose-books.ts';

const NOW = Date.parse('2026-01-01T01:00:00.000Z');
const topology = { ...defaultTopology, bufferSeconds: 60 };

const record = (number: number): LabRecord => ({
  id: `run-${number}`,
  key: 'a',
  eventAt: 0,
  producedAt: 0,
  data: {},
});

/** A record each, that long ago; those before `delivered` are in the bucket. */
function ledgerOf(agesMs: readonly number[], delivered = 0): Ledger {
  const ledger = new Ledger('run');
  for (const [number, ageMs] of agesMs.entries()) {
    ledger.acknowledged(record(number));
    ledger.arrived(record(number), NOW - ageMs);
    if (number < delivered) ledger.seen(S3_PLACE, record(number));
  }
  return ledger;
}

describe("what AWS's Firehose holds", () => {
  it('is what is in no object and younger than its interval and a minute', () => {
    const ledger = ledgerOf([500_000, 119_999, 0], 1);
    expect(firehoseBooksFrom(ledger, topology, 1, NOW)).toEqual({
      received: 3,
      delivered: 1,
      buffered: 2,
      failed: 0,
    });
  });

  it('does not include what is older: that is missing', () => {
    const ledger = ledgerOf([120_000, 119_999]);
    expect(firehoseBooksFrom(ledger, topology, 0, NOW).buffered).toBe(1);
    expect(ledger.tally(S3_PLACE).missing).toBe(2);
  });

  it('does not include what no consumer has seen: nobody knows how old it is', () => {
    const ledger = new Ledger('run');
    ledger.acknowledged(record(0));
    expect(firehoseBooksFrom(ledger, topology, 0, NOW).buffered).toBe(0);
  });
});
