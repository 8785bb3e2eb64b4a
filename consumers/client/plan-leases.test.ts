import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLeases, type SharedShard, type Sharer } from './plan-leases.ts';

const shard = (n: number, holder?: string): SharedShard => ({
  shardId: `shard-${n}`,
  hashRange: [String(n * 10), String(n * 10 + 9)],
  holder,
});

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const sharer = (workerId: string, maxShards = Number.POSITIVE_INFINITY): Sharer => ({
  workerId,
  maxShards,
});

const sharers = (maxShards: fc.Arbitrary<number>) =>
  fc
    .uniqueArray(fc.record({ workerId: fc.constantFrom(...NAMES), maxShards }), {
      minLength: 1,
      selector: ({ workerId }) => workerId,
    })
    .filter((workers) => workers.length > 0);

const UNLIMITED = fc.constant(Number.POSITIVE_INFINITY);
/** Who holds a shard may be nobody, or a worker that is gone. */
const shards = fc
  .array(fc.option(fc.constantFrom(...NAMES, 'gone'), { nil: undefined }), { maxLength: 40 })
  .map((holders) => holders.map((holder, n) => shard(n, holder)));

const counts = (plan: ReadonlyMap<string, string>, workers: readonly Sharer[]): number[] =>
  workers.map(
    ({ workerId }) => [...plan.values()].filter((planned) => planned === workerId).length,
  );

/** The shards as they are once the plan has been carried out. */
const carriedOut = (plan: ReadonlyMap<string, string>, before: readonly SharedShard[]) =>
  before.map((one) => ({ ...one, holder: plan.get(one.shardId) }));

describe('the plan of leases', () => {
  it('gives every shard an owner, and none more than one above its share', () => {
    fc.assert(
      fc.property(sharers(UNLIMITED), shards, (workers, all) => {
        const plan = planLeases(workers, all);
        expect(plan.size).toBe(all.length);
        const held = counts(plan, workers);
        expect(Math.max(...held)).toBeLessThanOrEqual(Math.ceil(all.length / workers.length));
        expect(Math.min(...held)).toBeGreaterThanOrEqual(Math.floor(all.length / workers.length));
      }),
    );
  });

  it('changes nothing more once it is carried out, also with limits', () => {
    const limits = fc.oneof(UNLIMITED, fc.integer({ min: 1, max: 8 }));
    fc.assert(
      fc.property(sharers(limits), shards, (workers, all) => {
        const plan = planLeases(workers, all);
        expect(planLeases(workers, carriedOut(plan, all))).toEqual(plan);
      }),
    );
  });

  it('leaves a shard out only when every worker has as many as it takes', () => {
    const limits = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(sharers(limits), shards, (workers, all) => {
        const plan = planLeases(workers, all);
        const room = workers.reduce((sum, { maxShards }) => sum + maxShards, 0);
        expect(plan.size).toBe(Math.min(all.length, room));
        counts(plan, workers).forEach((held, index) => {
          expect(held).toBeLessThanOrEqual(workers[index]?.maxShards ?? 0);
        });
      }),
    );
  });

  it('moves no more than what some have too many of, and is the same for all who see the same', () => {
    fc.assert(
      fc.property(sharers(UNLIMITED), shards, (workers, all) => {
        const plan = planLeases(workers, all);
        const floor = Math.floor(all.length / workers.length);
        const surplus = workers
          .map(({ workerId }) => all.filter(({ holder }) => holder === workerId).length - floor)
          .reduce((sum, over) => sum + Math.max(0, over), 0);
        const isHeld = ({ holder }: SharedShard): boolean =>
          workers.some(({ workerId }) => workerId === holder);
        const moved = all.filter((one) => isHeld(one) && plan.get(one.shardId) !== one.holder);
        expect(moved.length).toBeLessThanOrEqual(surplus);
        expect(planLeases([...workers].reverse(), [...all].reverse())).toEqual(plan);
      }),
    );
  });

  it('moves nothing between workers that have as many as each other, or one more', () => {
    const held = [shard(0, 'a'), shard(1, 'b'), shard(2, 'b'), shard(3, 'a'), shard(4, 'b')];
    const plan = planLeases([sharer('a'), sharer('b')], held);
    expect(carriedOut(plan, held)).toEqual(held);
  });

  it('gives neighbours on the ring of hash keys to one worker where it is free to choose', () => {
    const plan = planLeases(
      [sharer('a'), sharer('b')],
      [3, 1, 2, 0].map((n) => shard(n)),
    );
    expect(['shard-0', 'shard-1', 'shard-2', 'shard-3'].map((id) => plan.get(id))).toEqual([
      'a',
      'a',
      'b',
      'b',
    ]);
  });
});
