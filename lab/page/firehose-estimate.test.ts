import { describe, expect, it } from 'vitest';
import type { BucketStatus, ConsumerStatus, ProducerStatus } from '#pipeline/status.ts';
import { FirehoseEstimate, type FirehoseEstimateOptions } from './firehose-estimate.ts';

const NOW = 1_000_000;
const hints = { name: 'to-s3', sizeBytes: 1_000, intervalMs: 60_000 };

function given(basis: FirehoseEstimateOptions['basis'] = 'estimated') {
  const estimate = new FirehoseEstimate({ ...hints, basis });
  /** So many put and found in objects; each weighs 10 bytes. */
  const at = (now: number, put: number, distinct: number) =>
    estimate.status(0, {
      now,
      producer: { put } as ProducerStatus,
      consumers: [
        { received: 0, duplicates: 0, foreign: 0, shards: [{ records: 5, bytes: 50 }] },
      ] as unknown as ConsumerStatus[],
      bucket: { distinct } as BucketStatus,
    });
  return { estimate, at };
}

describe('a Firehose that tells nothing', () => {
  it('holds what was put and is in no object, since the first such record', () => {
    const { at } = given();
    expect(at(NOW, 0, 0).buffered).toEqual({ records: 0, bytes: 0 });
    at(NOW + 100, 3, 0);
    expect(at(NOW + 200, 8, 0)).toMatchObject({
      basis: 'estimated',
      received: 8,
      delivered: 0,
      buffered: { records: 8, bytes: 80, firstRecordAt: NOW + 100, dueAt: NOW + 60_100 },
    });
    // An object with the first five: what is left came later.
    expect(at(NOW + 300, 9, 5).buffered).toEqual({
      records: 4,
      bytes: 40,
      firstRecordAt: NOW + 200,
      dueAt: NOW + 60_200,
    });
    expect(at(NOW + 400, 9, 9).buffered).toEqual({ records: 0, bytes: 0 });
  });

  it('takes a full object for one by size, and any other for one by time', () => {
    const { estimate, at } = given();
    const object = { records: 1, firstRecordAt: NOW, deliveredAt: NOW + 60_500 };
    estimate.opened({ ...object, key: 'full', bytes: 950 });
    estimate.opened({ ...object, key: 'half', bytes: 500 });
    expect(at(NOW, 0, 0).deliveries).toMatchObject([
      { key: 'full', trigger: 'size', dueAt: NOW + 60_500 },
      { key: 'half', trigger: 'interval', dueAt: NOW + 60_000 },
    ]);
  });

  it('is due at no time and has no trigger where it holds nothing back', () => {
    const { estimate, at } = given('unbuffered');
    const object = { key: 'one', records: 1, bytes: 1_000, deliveredAt: NOW };
    estimate.opened({ ...object, firstRecordAt: undefined });
    const { buffered, deliveries } = at(NOW, 4, 0);
    expect(buffered).toEqual({ records: 4, bytes: 40, firstRecordAt: NOW });
    expect(deliveries).toMatchObject([{ trigger: 'unknown', firstRecordAt: NOW }]);
  });

  it('remembers little of hours in which nothing is delivered', () => {
    const { at } = given();
    for (let round = 1; round <= 20_000; round++) at(NOW + round, round, 0);
    expect(at(NOW + 20_001, 20_001, 0).buffered.firstRecordAt).toBe(NOW + 1);
  });
});
