import { describe, expect, it } from 'vitest';
import { ShardLimits } from './shard-limits.ts';

const MIB = 1_048_576;

describe('the limits of a shard', () => {
  it('take 1,000 records at once, and then one each millisecond', () => {
    const limits = new ShardLimits();
    const taken = Array.from({ length: 1_001 }, () => limits.takeWrite(10, 0));
    expect(taken.filter(Boolean)).toHaveLength(1_000);
    expect([limits.takeWrite(10, 1), limits.takeWrite(10, 1)]).toEqual([true, false]);
  });

  it('take 1 MiB at once, and no record by halves', () => {
    const limits = new ShardLimits();
    expect(limits.takeWrite(MIB - 100, 0)).toBe(true);
    expect([limits.takeWrite(101, 0), limits.takeWrite(100, 0)]).toEqual([false, true]);
  });

  it('take a large record, and then nothing until it is paid for', () => {
    const limits = new ShardLimits();
    expect(limits.takeWrite(10 * MIB, 0)).toBe(true);
    expect([limits.takeWrite(1, 9_000), limits.takeWrite(1, 9_001)]).toEqual([false, true]);
  });

  it('answer five reads and five requests for iterators a second', () => {
    const limits = new ShardLimits();
    expect(Array.from({ length: 6 }, () => limits.takeRead(0)).indexOf(false)).toBe(5);
    expect(Array.from({ length: 6 }, () => limits.takeIterator(0)).indexOf(false)).toBe(5);
    expect([limits.takeRead(999), limits.takeRead(1_000)]).toEqual([false, true]);
  });

  it('answer no read while bytes are to be made up for', () => {
    const limits = new ShardLimits();
    limits.takeRead(0);
    limits.noteRead(10 * MIB, 0);
    expect([limits.takeRead(4_999), limits.takeRead(5_000)]).toEqual([false, true]);
  });
});
