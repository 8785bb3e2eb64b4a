import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countAbsences,
  coversAllHashKeys,
  planShards,
  type ListedShard,
  type ShardsKnown,
} from './plan-shards.ts';
import type { Checkpoint } from './state.ts';

const listed = (shardId: string, ...parents: string[]): ListedShard => ({
  shardId,
  parents,
  hashRange: ['0', '1'],
  isOpen: true,
});

const stored = (states: Record<string, [Checkpoint, ...string[]]>): ShardsKnown['stored'] =>
  new Map(
    Object.entries(states).map(([id, [checkpoint, ...parents]]) => [id, { checkpoint, parents }]),
  );

const plan = (known: Partial<ShardsKnown>) =>
  planShards({
    listed: [],
    stored: new Map(),
    reading: new Set(),
    absences: new Map(),
    ...known,
  });

describe('the plan for shards', () => {
  it('creates and reads a shard that is listed without state', () => {
    const one = listed('one');
    expect(plan({ listed: [one] })).toEqual({
      create: [one],
      read: ['one'],
      trimmed: [],
      forget: [],
    });
  });

  it('lets a child wait for its parent', () => {
    const known = {
      listed: [listed('parent'), listed('child', 'parent')],
      stored: stored({ parent: [{ seq: '1', sub: 0 }] }),
    };
    expect(plan(known).read).toEqual(['parent']);
    expect(plan({ ...known, reading: new Set(['parent']) }).read).toEqual([]);
  });

  it('lets the child of a merge wait for both parents', () => {
    const shards = [listed('a'), listed('b'), listed('child', 'a', 'b')];
    const half = stored({
      a: ['SHARD_END'],
      b: ['TRIM_HORIZON'],
      child: ['TRIM_HORIZON', 'a', 'b'],
    });
    expect(plan({ listed: shards, stored: half }).read).toEqual(['b']);
    const whole = stored({ a: ['SHARD_END'], b: ['SHARD_END'], child: ['TRIM_HORIZON', 'a', 'b'] });
    expect(plan({ listed: shards, stored: whole }).read).toEqual(['child']);
  });

  it('does not wait for a parent that nobody knows any more', () => {
    expect(plan({ listed: [listed('child', 'gone')] }).read).toEqual(['child']);
  });

  it('reads no shard twice at a time, and none after its end', () => {
    const known = { listed: [listed('one')], stored: stored({ one: ['TRIM_HORIZON'] }) };
    expect(plan({ ...known, reading: new Set(['one']) }).read).toEqual([]);
    expect(plan({ listed: [listed('one')], stored: stored({ one: ['SHARD_END'] }) }).read).toEqual(
      [],
    );
  });

  it('believes that an unread shard is gone when three listings in a row have not shown it', () => {
    const known = { stored: stored({ one: ['TRIM_HORIZON'] }) };
    const after = (listings: number) => plan({ ...known, absences: new Map([['one', listings]]) });
    expect(after(2)).toMatchObject({ trimmed: [], read: [] });
    expect(after(3)).toMatchObject({ trimmed: ['one'], read: [] });
  });

  it('forgets a shard at its end only when it is gone for good', () => {
    const known = { stored: stored({ one: ['SHARD_END'] }) };
    const after = (listings: number) => plan({ ...known, absences: new Map([['one', listings]]) });
    expect(after(2).forget).toEqual([]);
    expect(after(3).forget).toEqual(['one']);
  });

  it('counts absences in a row, and starts again when the shard is shown', () => {
    const known = {
      listed: [listed('b')],
      stored: stored({ a: ['TRIM_HORIZON'], b: ['SHARD_END'] }),
    };
    const before = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    expect(countAbsences(before, known)).toEqual(new Map([['a', 2]]));
  });

  it('never reads a shard one of whose known parents is not at its end', () => {
    const anyCheckpoint = fc.constantFrom<Checkpoint>('TRIM_HORIZON', 'SHARD_END', {
      seq: '5',
      sub: 0,
    });
    const anyShards = fc.array(
      fc.record({
        parents: fc.uniqueArray(fc.nat(9), { maxLength: 2 }),
        checkpoint: fc.option(anyCheckpoint, { nil: undefined }),
        isListed: fc.boolean(),
      }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(anyShards, (shards) => {
        const all = shards.map((shard, n) => ({
          ...shard,
          id: `s${n}`,
          parents: shard.parents.filter((p) => p < n).map((p) => `s${p}`),
        }));
        const known = {
          listed: all.filter((s) => s.isListed).map((s) => listed(s.id, ...s.parents)),
          stored: new Map(
            all.flatMap(({ id, checkpoint, parents }) =>
              checkpoint === undefined ? [] : [[id, { checkpoint, parents }] as const],
            ),
          ),
        };
        const isUnfinished = (id: string): boolean => {
          const shard = all.find((s) => s.id === id);
          const isKnown = shard?.isListed === true || shard?.checkpoint !== undefined;
          return isKnown && shard?.checkpoint !== 'SHARD_END';
        };
        for (const id of plan(known).read) {
          expect(all.find((s) => s.id === id)?.parents.filter(isUnfinished)).toEqual([]);
          expect(isUnfinished(id)).toBe(true);
        }
      }),
    );
  });
});

describe('the coverage of hash keys', () => {
  const LAST = String(2n ** 128n - 1n);
  const shard = (from: string, to: string, isOpen = true): ListedShard => ({
    ...listed('any'),
    hashRange: [from, to],
    isOpen,
  });

  it('is whole when the open shards leave no hole', () => {
    expect(coversAllHashKeys([shard('100', LAST), shard('0', '99')])).toBe(true);
  });

  it('has a hole where a shard is missing or closed', () => {
    expect(coversAllHashKeys([])).toBe(false);
    expect(coversAllHashKeys([shard('0', '98'), shard('100', LAST)])).toBe(false);
    expect(coversAllHashKeys([shard('0', '99', false), shard('100', LAST)])).toBe(false);
    expect(coversAllHashKeys([shard('0', '99')])).toBe(false);
  });
});
