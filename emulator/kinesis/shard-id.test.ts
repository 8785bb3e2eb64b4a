import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShardId, shardIdOf } from './shard-id.ts';

describe('shardIdOf', () => {
  it('writes twelve digits', () => {
    expect(shardIdOf(7)).toBe('shardId-000000000007');
  });
});

describe('parseShardId', () => {
  it('reads what shardIdOf writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (index) => {
        expect(parseShardId(shardIdOf(index))).toBe(index);
      }),
    );
  });

  it('takes a bare number and any word before one', () => {
    expect(parseShardId('0')).toBe(0);
    expect(parseShardId('shard-0')).toBe(0);
    expect(parseShardId('a_b-000000000012')).toBe(12);
  });

  it('refuses what has no number, or one above 2147483647', () => {
    for (const text of [
      'shardId',
      'shardId-',
      'shardId-x1',
      '2147483648',
      '99999999999999999999',
    ]) {
      expect(parseShardId(text)).toBeUndefined();
    }
  });
});
