import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyBudget, bodyLimitBytes } from './body-limit.ts';

describe('BodyBudget', () => {
  it('never lets more be out than there is, and takes back what was given', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 })), fc.infiniteStream(fc.boolean()), (sizes, ends) => {
        const budget = new BodyBudget(100);
        let out: number[] = [];
        for (const size of sizes) {
          const used = out.reduce((sum, taken) => sum + taken, 0);
          expect(budget.take(size)).toBe(used + size <= 100);
          if (used + size <= 100) out.push(size);
          if (ends.next().value) {
            for (const taken of out) budget.give(taken);
            out = [];
          }
        }
      }),
    );
  });
});

describe('bodyLimitBytes', () => {
  const MIB = 1_024 * 1_024;
  /** In base64, with all that may stand beside it. */
  const inJson = (dataBytes: number, records: number): number =>
    Math.ceil(dataBytes / 3) * 4 + records * 1_024 + 4_096;

  it.each([
    ['Kinesis_20131202.PutRecord', inJson(10 * MIB, 1)],
    ['Kinesis_20131202.PutRecords', inJson(10 * MIB, 500)],
    ['Firehose_20150804.PutRecord', inJson(1_024_000, 1)],
    ['Firehose_20150804.PutRecordBatch', inJson(4 * MIB, 500)],
    ['Kinesis_20131202.ListShards', MIB + 4_096],
  ])('leaves room for the largest legal %s', (target, bytes) => {
    expect(bodyLimitBytes('POST', target)).toBeGreaterThan(bytes);
  });

  it('takes as much as an object from uploads alone, whatever target they name', () => {
    expect(bodyLimitBytes('PUT', undefined)).toBeGreaterThan(144 * MIB);
    expect(bodyLimitBytes('POST', undefined)).toBeLessThan(4 * MIB);
    expect(bodyLimitBytes('GET', 'Kinesis_20131202.Sing')).toBeLessThan(4 * MIB);
  });
});
