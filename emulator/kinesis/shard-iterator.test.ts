import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeShardIterator, readShardIterator, type ShardIterator } from './shard-iterator.ts';

const CREATED_AT = Date.parse('2015-01-22T01:22:02.000Z');

const example: ShardIterator = {
  createdAt: CREATED_AT,
  streamName: 'rivers',
  streamCreatedAt: CREATED_AT - 1_000,
  shardIndex: 3,
  position: 469,
  serial: 1,
};

const iterators = fc.record({
  createdAt: fc.integer({ min: 0, max: 4e12 }),
  streamName: fc.stringMatching(/^[a-zA-Z0-9_.-]{1,128}$/),
  streamCreatedAt: fc.integer({ min: 0, max: 4e12 }),
  shardIndex: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  position: fc.maxSafeNat(),
  serial: fc.maxSafeNat(),
});

describe('a shard iterator', () => {
  it('reads as what was encoded', () => {
    fc.assert(
      fc.property(iterators, (iterator) => {
        const text = encodeShardIterator(iterator);
        expect(readShardIterator(text, iterator.createdAt)).toEqual(iterator);
      }),
    );
  });

  it('has the beginning and the length of those of AWS, and fits a request', () => {
    fc.assert(
      fc.property(iterators, (iterator) => {
        const text = encodeShardIterator(iterator);
        const bytes = Buffer.from(text, 'base64');
        expect(bytes.toString('hex', 0, 8)).toBe('0000000000000001');
        expect(bytes).toHaveLength(152 + 16 * Math.floor((iterator.streamName.length + 2) / 16));
        expect(text.length).toBeLessThanOrEqual(512);
      }),
    );
  });

  it('may stand in double quotes', () => {
    const text = encodeShardIterator(example);
    expect(readShardIterator(`"${text}"`, CREATED_AT)).toEqual(example);
  });

  it('is invalid when a character of it is changed', () => {
    const text = encodeShardIterator(example);
    fc.assert(
      fc.property(fc.nat({ max: text.length - 5 }), (index) => {
        const other = text[index] === 'A' ? 'B' : 'A';
        const changed = text.slice(0, index) + other + text.slice(index + 1);
        expect(() => readShardIterator(changed, CREATED_AT)).toThrow('Invalid ShardIterator.');
      }),
    );
  });

  it('is invalid when it is any other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readShardIterator(text, CREATED_AT)).toThrow('Invalid ShardIterator.');
      }),
    );
  });

  it('lives for exactly five minutes', () => {
    const text = encodeShardIterator(example);
    expect(readShardIterator(text, CREATED_AT + 300_000)).toEqual(example);
    expect(() => readShardIterator(text, CREATED_AT + 300_001)).toThrow('Iterator expired.');
  });

  it('tells both instants as Java prints them when it has expired', () => {
    const text = encodeShardIterator(example);
    expect(() => readShardIterator(text, CREATED_AT + 420_000)).toThrow(
      'Iterator expired. The iterator was created at time Thu Jan 22 01:22:02 UTC 2015 while right now it is Thu Jan 22 01:29:02 UTC 2015 which is further in the future than the tolerated delay of 300000 milliseconds.',
    );
  });
});
