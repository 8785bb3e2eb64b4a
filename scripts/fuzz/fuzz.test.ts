import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#emulator/errors.ts';
import { readPageToken } from '#emulator/kinesis/page-token.ts';
import { readShardIterator } from '#emulator/kinesis/shard-iterator.ts';
import { codecTargets } from './codec-targets.ts';
import { requestTargets } from './request-targets.ts';

/** A thousandth of a full run, and some. */
const SHARE_OF_RUNS = 10;

describe('whatever is sent', () => {
  it.each([...codecTargets, ...requestTargets])('is read or refused: $name', async (target) => {
    await fc.assert(target.property, { numRuns: target.share * SHARE_OF_RUNS });
  });
});

/** What was let in, or broke, before it was found here. */
describe('what was found', () => {
  it.each([
    ['is no list', 'YTBlMjc5OTdmYWxzZQ=='],
    ['is no JSON', 'NjcyZWU5ZWN7'],
  ])('stays refused: a page token with a sum of its own that %s', (_, token) => {
    expect(() => readPageToken('shards', token, 0)).toThrow(AwsError);
  });

  it('stays refused: a shard iterator with a sum of its own and too few fields', () => {
    const iterator =
      'AAAAAAAAAAExNzk1Njc4NjE4MTIzLyAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICCx6vmH';
    expect(() => readShardIterator(iterator, 0)).toThrow('Invalid ShardIterator.');
  });
});
