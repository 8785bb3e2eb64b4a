import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batcher, type Sendable, type Slot } from './batch.ts';

const limits = { maxRecords: 4, maxBytes: 100, lingerMs: 50 };

const entry = (lane?: string, sizeBytes = 10, deadlineAt = Infinity): Sendable => ({
  lane,
  sizeBytes,
  deadlineAt,
});

describe('Batcher', () => {
  it('is ready when its oldest record has waited for company long enough', () => {
    const batcher = new Batcher(limits);
    batcher.add(entry('a'), 1_000);
    batcher.add(entry('b'), 1_040);
    expect(batcher.nextAt({ mayLeave: true })).toBe(1_050);
    expect(batcher.isReady(1_049)).toBe(false);
    expect(batcher.isReady(1_050)).toBe(true);
  });

  it('does not count what waits behind its own lane', () => {
    const batcher = new Batcher(limits);
    for (let count = 0; count < 10; count++) batcher.add(entry('a'), 0);
    expect(batcher.isReady(0)).toBe(false);
    expect(batcher.take(50)).toHaveLength(1);
    expect(batcher.isReady(1_000)).toBe(false);
  });

  it('takes a record that is larger than a batch by itself', () => {
    const batcher = new Batcher(limits);
    batcher.add(entry('a', 1_000), 0);
    batcher.add(entry('b', 10), 0);
    expect(batcher.take(0).map(({ entry: { sizeBytes } }) => sizeBytes)).toEqual([1_000]);
  });

  it('lets a refused record rest, and takes it with the others once it has', () => {
    const batcher = new Batcher(limits);
    const refused = batcher.add(entry('a'), 0);
    batcher.take(50);
    batcher.putBack(refused, 60, 90);
    batcher.add(entry('b'), 70);
    expect(batcher.nextAt({ mayLeave: true })).toBe(90);
    expect(batcher.isReady(89)).toBe(false);
    expect(batcher.isReady(90)).toBe(true);
    expect(batcher.take(90)).toHaveLength(2);
  });

  it('names what has expired once, and never what is under way', () => {
    const batcher = new Batcher(limits);
    const underWay = batcher.add(entry('a', 10, 100), 0);
    batcher.take(50);
    const blocked = batcher.add(entry('a', 10, 110), 10);
    expect(batcher.nextAt({ mayLeave: false })).toBe(100);
    expect(batcher.expired(109)).toEqual([]);
    expect(batcher.nextAt({ mayLeave: false })).toBe(110);
    expect(batcher.expired(110)).toEqual([blocked]);
    expect(batcher.expired(111)).toEqual([]);
    expect(underWay.state).toBe('flying');
  });

  it('has nothing to look at again while only an answer can change anything', () => {
    const batcher = new Batcher(limits);
    batcher.add(entry('a'), 0);
    batcher.add(entry('b'), 0);
    batcher.take(50);
    expect(batcher.nextAt({ mayLeave: true })).toBeUndefined();
  });

  it('keeps its promises in every order of events', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), (events) => {
        const world = new World();
        for (const happens of events) world.happen(happens);
        world.end();
      }),
      { numRuns: 300 },
    );
  });

  it('drains ten thousand records of one lane, one at a time', () => {
    const batcher = new Batcher({ ...limits, maxRecords: 500 });
    for (let count = 0; count < 10_000; count++) batcher.add(entry('hot'), 0);
    let taken = 0;
    for (let batch = batcher.take(50); batch.length > 0; batch = batcher.take(50)) {
      taken += batch.length;
      for (const slot of batch) batcher.settle(slot);
    }
    expect(taken).toBe(10_000);
    expect(batcher.oldestOrder).toBeUndefined();
  });
});

const event = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    lane: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    sizeBytes: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.nat({ max: 60 }) }),
  fc.record({ kind: fc.constant('take' as const) }),
  fc.record({ kind: fc.constant('flush' as const) }),
  fc.record({
    kind: fc.constantFrom('settle' as const, 'refuse' as const, 'drop' as const),
    which: fc.nat(),
  }),
);

type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** A batcher, and what a naive reading of its promises says about it after every event. */
class World {
  readonly #batcher = new Batcher(limits);
  #slots: Slot<Sendable>[] = [];
  #now = 0;

  happen(happens: Event): void {
    switch (happens.kind) {
      case 'add':
        this.#slots.push(this.#batcher.add(entry(happens.lane, happens.sizeBytes), this.#now));
        break;
      case 'pass':
        this.#pass(happens.ms);
        break;
      case 'take':
        this.#take();
        break;
      case 'flush':
        this.#batcher.flush();
        expect(this.#batcher.isReady(this.#now)).toBe(this.#in('ready').length > 0);
        break;
      case 'settle':
      case 'refuse':
      case 'drop':
        this.#decide(happens.kind, happens.which);
    }
    this.#check();
  }

  end(): void {
    for (const slot of this.#slots) this.#batcher.settle(slot);
    expect(this.#batcher.oldestOrder).toBeUndefined();
    expect(this.#batcher.isReady(1e9)).toBe(false);
    expect(this.#batcher.take(1e9)).toEqual([]);
    expect(this.#batcher.nextAt({ mayLeave: true })).toBeUndefined();
  }

  #pass(ms: number): void {
    const nextAt = this.#batcher.nextAt({ mayLeave: true }) ?? Infinity;
    if (!this.#batcher.isReady(this.#now)) {
      const until = Math.min(nextAt, this.#now + ms + 1);
      expect(this.#batcher.isReady(until - 1)).toBe(false);
      if (nextAt <= this.#now + ms) expect(this.#batcher.isReady(nextAt)).toBe(true);
    }
    this.#now += ms;
  }

  #take(): void {
    const batch = this.#batcher.take(this.#now);
    expect(batch.length).toBeLessThanOrEqual(limits.maxRecords);
    const bytes = batch.reduce((sum, slot) => sum + slot.entry.sizeBytes, 0);
    expect(bytes).toBeLessThanOrEqual(limits.maxBytes);
    const ages = batch.map(({ dueAt }) => dueAt);
    expect(ages).toEqual(ages.toSorted((a, b) => a - b));
  }

  #decide(kind: 'settle' | 'refuse' | 'drop', which: number): void {
    const choice = kind === 'drop' ? this.#slots : this.#in('flying');
    const slot = choice[which % choice.length];
    if (slot === undefined) return;
    if (kind === 'refuse') {
      this.#batcher.putBack(slot, this.#now, this.#now + 1 + (which % 70));
      return;
    }
    this.#batcher.settle(slot);
    this.#slots = this.#slots.filter((other) => other !== slot);
  }

  /** Of each lane exactly the oldest is not blocked; what has no lane never is. */
  #check(): void {
    const oldest = new Map<string, Slot<Sendable>>();
    for (const slot of this.#slots) {
      const { lane } = slot.entry;
      const first = lane === undefined ? slot : (oldest.get(lane) ?? slot);
      if (lane !== undefined) oldest.set(lane, first);
      expect(slot.state === 'blocked').toBe(first !== slot);
    }
    expect(this.#batcher.oldestOrder).toBe(this.#slots[0]?.order);
    expect(this.#batcher.unsettled()).toEqual(this.#slots);
  }

  #in(state: Slot<Sendable>['state']): Slot<Sendable>[] {
    return this.#slots.filter((slot) => slot.state === state);
  }
}
