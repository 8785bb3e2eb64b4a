import { describe, expect, it } from 'vitest';
import { kinesisActions } from '../actions/index.ts';
import { CallCounts, callRateOf, type CallRate } from './call-rates.ts';

const ON_RECORDS = [
  'GetRecords',
  'GetShardIterator',
  'PutRecord',
  'PutRecords',
  'SubscribeToShard',
];

const rateOf = (operation: string): CallRate => callRateOf(operation) as CallRate;

describe('the rates of calls', () => {
  it('are known of every operation but those on records', () => {
    const without = kinesisActions.filter(({ name }) => callRateOf(name) === undefined);
    expect(without.map(({ name }) => name)).toEqual(ON_RECORDS);
  });

  it('count each operation by itself, in any second', () => {
    const counts = new CallCounts();
    const limits = rateOf('DescribeLimits');
    expect([0, 999, 1_000].map((at) => counts.take(limits, '', at))).toEqual([true, false, true]);
    const create = Array.from({ length: 6 }, () => counts.take(rateOf('CreateStream'), '', 0));
    expect(create.indexOf(false)).toBe(5);
  });

  it("count a stream's calls by themselves where the rate is its own", () => {
    const counts = new CallCounts();
    const list = (stream: string) => counts.take(rateOf('ListStreamConsumers'), stream, 0);
    expect(Array.from({ length: 5 }, () => list('a')).every(Boolean)).toBe(true);
    expect([list('a'), list('b')]).toEqual([false, true]);
    const describeIt = (stream: string) => counts.take(rateOf('DescribeStream'), stream, 0);
    expect(Array.from({ length: 10 }, (_, n) => describeIt(`s${n}`)).every(Boolean)).toBe(true);
    expect(describeIt('another')).toBe(false);
  });
});
