import { describe, expect, it } from 'vitest';
import { Ledger } from '#pipeline/ledger.ts';
import { MissingWatch } from './missing-watch.ts';

const record = (number: number) => ({
  id: `run-${number}`,
  key: 'ana',
  eventAt: 0,
  producedAt: 0,
  data: {},
});

function given() {
  const ledger = new Ledger('run');
  const watch = new MissingWatch(ledger, 'here');
  const put = (...numbers: number[]) => numbers.forEach((n) => ledger.acknowledged(record(n)));
  const seen = (...numbers: number[]) => numbers.forEach((n) => ledger.seen('here', record(n)));
  /** What it says when it has looked again. */
  const since = (now: number): number | undefined => {
    for (let question = 0; question < 4; question++) watch.since(now);
    return watch.since(now);
  };
  return { ledger, put, seen, since };
}

describe('what a place misses', () => {
  it('is nothing while all that was put is seen', () => {
    const { put, seen, since } = given();
    put(0, 1, 2);
    seen(0, 1, 2);
    expect(since(10)).toBeUndefined();
  });

  it('is told since when it is known, until it is seen', () => {
    const { put, seen, since } = given();
    put(0, 1, 2);
    seen(0, 2);
    since(10);
    put(3);
    expect(since(20)).toBe(10);
    seen(1);
    expect(since(30)).toBe(20);
    seen(3);
    expect(since(40)).toBeUndefined();
  });

  it('is not what was given up, and yet what was put late', () => {
    const { ledger, put, seen, since } = given();
    put(1);
    seen(1);
    ledger.gaveUp();
    since(10);
    expect(since(20)).toBeUndefined();
    put(0);
    since(30);
    expect(since(40)).toBe(30);
  });
});
