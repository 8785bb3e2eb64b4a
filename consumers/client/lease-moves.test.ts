import { describe, expect, it } from 'vitest';
import { leaseMoves, type LeaseMoves, type LeasesSeen } from './lease-moves.ts';

type States = Readonly<Record<string, { owner: string | null; handoffTo?: string }>>;

const PATIENCE_MS = 30_000;
const NOTHING: LeaseMoves = {
  share: [],
  take: [],
  free: [],
  ask: [],
  handOver: [],
  decline: [],
};

/** As `me` sees it. */
function moves(alive: readonly string[], states: States, seen: Partial<LeasesSeen> = {}) {
  const shards = Object.entries(states).map(
    ([id, state], n) =>
      [id, { ...state, hashRange: [String(n), String(n)] as [string, string] }] as const,
  );
  return leaseMoves({
    workerId: 'me',
    alive: new Set(alive),
    sharers: alive.map((workerId) => ({ workerId, maxShards: Number.POSITIVE_INFINITY })),
    shards: new Map(shards),
    reading: new Set(),
    askedAt: new Map(),
    movedAt: new Map(),
    now: 100_000,
    patienceMs: PATIENCE_MS,
    ...seen,
  });
}

describe('what a worker does about leases', () => {
  it('takes what is nobody’s, a dead worker’s, or its own from before', () => {
    const states = { a: { owner: null }, b: { owner: 'dead' }, c: { owner: 'me' } };
    const all = ['a', 'b', 'c'];
    expect(moves(['me'], states)).toEqual({ ...NOTHING, share: all, take: all });
  });

  it('takes nothing that it reads already', () => {
    const seen = { reading: new Set(['a']) };
    expect(moves(['me'], { a: { owner: 'me' } }, seen)).toEqual({ ...NOTHING, share: ['a'] });
  });

  it('asks a living owner, two shards at a time', () => {
    const states = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => [id, { owner: 'you' }]),
    );
    const { ask, take, share } = moves(['me', 'you'], states);
    expect(share).toHaveLength(4);
    expect(ask).toEqual(share.slice(0, 2));
    expect(take).toEqual([]);
  });

  it('asks for no shard that has just changed its owner', () => {
    const states = { a: { owner: 'you' }, b: { owner: 'you' } };
    const movedAt = (at: number) => new Map([['b', at]]);
    expect(moves(['me', 'you'], states, { movedAt: movedAt(70_001) }).ask).toEqual([]);
    expect(moves(['me', 'you'], states, { movedAt: movedAt(70_000) }).ask).toEqual(['b']);
  });

  it('asks nobody who is closing, for that lets go by itself', () => {
    const seen = { sharers: [{ workerId: 'me', maxShards: 9 }] };
    const { share, ask, take } = moves(['me', 'you'], { a: { owner: 'you' } }, seen);
    expect({ share, ask, take }).toEqual({ share: ['a'], ask: [], take: [] });
  });

  it('waits for what it has asked for, and takes it after that', () => {
    const states = { a: { owner: 'you' }, b: { owner: 'you', handoffTo: 'me' } };
    const askedAt = (at: number) => new Map([['b', at]]);
    expect(moves(['me', 'you'], states, { askedAt: askedAt(70_001) })).toEqual({
      ...NOTHING,
      share: ['b'],
    });
    expect(moves(['me', 'you'], states, { askedAt: askedAt(70_000) }).take).toEqual(['b']);
  });

  it('hands over what a living worker asks for, and keeps what a dead one asked for', () => {
    const states = {
      a: { owner: 'me', handoffTo: 'you' },
      b: { owner: 'me', handoffTo: 'dead' },
    };
    const { handOver, decline } = moves(['me', 'you'], states, { reading: new Set(['a', 'b']) });
    expect({ handOver, decline }).toEqual({ handOver: ['a'], decline: ['b'] });
  });

  it('frees what is its own by name and falls to someone else', () => {
    const states = { a: { owner: 'me' }, b: { owner: 'me' }, c: { owner: 'me' } };
    const { take, free } = moves(['me', 'you'], states);
    expect({ take, free }).toEqual({ take: ['a', 'b'], free: ['c'] });
  });
});
