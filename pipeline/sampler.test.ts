import { describe, expect, it } from 'vitest';
import { Recent, Serial } from './recent.ts';
import { Sampler } from './sampler.ts';

const record = (number: number) => ({
  id: `run-${number}`,
  key: 'a',
  eventAt: 0,
  producedAt: 0,
  data: {},
});

/** The numbers picked of `perSecond` records in each of `seconds`. */
function picked(perSecond: number, seconds: number): number[][] {
  let now = 0;
  const sampler = new Sampler({ now: () => now, sleep: () => Promise.resolve() });
  let number = 0;
  return Array.from({ length: seconds }, () => {
    now += 1_000;
    const numbers = Array.from({ length: perSecond }, () => number++);
    return numbers.filter((each) => sampler.picks(record(each)));
  });
}

describe('Sampler', () => {
  it('picks all while they are few', () => {
    expect(picked(50, 3).map(({ length }) => length)).toEqual([50, 50, 50]);
  });

  it('picks every so many of many, the same ones wherever it runs, and never too many', () => {
    const [first = [], second = [], third = []] = picked(5_000, 3);
    expect(first.length).toBe(200);
    expect(second.every((number) => number % 32 === 0)).toBe(true);
    expect(second.length).toBeGreaterThan(150);
    expect(third.length).toBeLessThanOrEqual(200);
  });

  it('forgets that there were many when no more come', () => {
    let now = 0;
    const sampler = new Sampler({ now: () => now, sleep: () => Promise.resolve() });
    for (let number = 0; number < 5_000; number++) sampler.picks(record(number));
    now = 1_000;
    expect(sampler.stride).toBe(32);
    now = 2_000;
    expect(sampler.stride).toBe(1);
  });
});

describe('Recent', () => {
  it('tells what is newer than what was seen, and forgets the oldest', () => {
    const recent = new Recent<{ value: string }>(new Serial(), 3);
    for (const value of ['a', 'b', 'c', 'd', 'e']) recent.add({ value });
    expect(recent.since(0).map(({ value }) => value)).toEqual(['c', 'd', 'e']);
    expect(recent.since(4)).toEqual([{ value: 'e', n: 5 }]);
    expect(recent.since(5)).toEqual([]);
  });
});
