import { describe, expect, it } from 'vitest';
import { isBalanced, type Books } from './books.ts';

const tally = { received: 10, duplicates: 0, missing: 0, outOfOrder: 0 };
const balanced: Omit<Books, 'balanced'> = {
  put: 10,
  failed: 0,
  foreign: 0,
  consumers: { 'consumer-1': tally, 'consumer-2': tally },
  firehose: { received: 10, delivered: 7, buffered: 3, failed: 0 },
  s3: { objects: 1, records: 7, bytes: 700, missing: 0, duplicates: 0, outOfOrder: 0 },
};

describe('isBalanced', () => {
  it('holds when every record is with every consumer and in S3 or the buffer', () => {
    expect(isBalanced(balanced)).toBe(true);
  });

  it('allows duplicates, as the promise is at least once', () => {
    const again = { ...tally, received: 12, duplicates: 2 };
    expect(isBalanced({ ...balanced, consumers: { 'consumer-1': again } })).toBe(true);
  });

  it.each([
    ['a consumer misses a record', { consumers: { c: { ...tally, received: 9, missing: 1 } } }],
    ['a consumer breaks the order', { consumers: { c: { ...tally, outOfOrder: 1 } } }],
    ['Firehose does not add up', { firehose: { ...balanced.firehose, buffered: 2 } }],
    ['S3 misses a record', { s3: { ...balanced.s3, missing: 1 } }],
    ['an object breaks the order', { s3: { ...balanced.s3, outOfOrder: 1 } }],
    ['S3 holds less than was delivered', { s3: { ...balanced.s3, records: 6 } }],
  ])('fails when %s', (_what, change) => {
    expect(isBalanced({ ...balanced, ...change })).toBe(false);
  });
});
