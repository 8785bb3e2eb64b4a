import { Heap } from './heap.ts';
import { type Link, LinkedQueue } from './linked-queue.ts';

export interface BatchLimits {
  readonly maxRecords: number;
  /** Of data and partition keys together. */
  readonly maxBytes: number;
  /** How long a record may wait for company. */
  readonly lingerMs: number;
}

/** What is to be sent, as far as this decision needs to know it. */
export interface Sendable {
  /** Records of one lane leave one at a time and in order; those of no lane leave as they can. */
  readonly lane: string | undefined;
  readonly sizeBytes: number;
  /** When it is given up unless it is under way. */
  readonly deadlineAt: number;
}

/** One record's place in the queue, from `add` to `settle`. Its fields belong to the `Batcher`. */
export interface Slot<E extends Sendable> {
  readonly entry: E;
  readonly order: number;
  /** `blocked`: another of its lane is ahead; `resting`: it was refused and waits to be tried again. */
  state: 'blocked' | 'ready' | 'flying' | 'resting' | 'settled';
  /** When it stops waiting for company. */
  dueAt: number;
  restsUntil: number;
  heapIndex: number;
  queueLink: Link<Slot<E>> | undefined;
  laneLink: Link<Slot<E>> | undefined;
}

/**
 * Decides which records leave together and when; it sends nothing itself and owns no time.
 *
 * The problem: PutRecords may store a later record of a key and refuse an earlier one, even within
 * one request. The solution: of each lane at most one record is ready, under way or waiting to be
 * tried again; the next becomes ready when it is settled. Every step costs O(log n) at most, however
 * many records are blocked behind a busy lane.
 */
export class Batcher<E extends Sendable> {
  readonly #limits: BatchLimits;
  /** In order of age: what stopped waiting first leaves first. */
  readonly #ready = new Heap<Slot<E>>((a, b) =>
    a.dueAt === b.dueAt ? a.order < b.order : a.dueAt < b.dueAt,
  );
  readonly #resting = new Heap<Slot<E>>((a, b) => a.restsUntil < b.restsUntil);
  readonly #lanes = new Map<string, LinkedQueue<Slot<E>>>();
  readonly #unsettled = new LinkedQueue<Slot<E>>();
  /** The first slot whose deadline has not been reached; those before it are under way. */
  #nextToExpire: Link<Slot<E>> | undefined;
  #readyBytes = 0;
  #lastOrder = 0;
  #flushedOrder = 0;

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  /** The order of the oldest record that is not settled; undefined if there is none. */
  get oldestOrder(): number | undefined {
    return this.#unsettled.first?.value.order;
  }

  get lastOrder(): number {
    return this.#lastOrder;
  }

  add(entry: E, now: number): Slot<E> {
    const slot: Slot<E> = {
      entry,
      order: ++this.#lastOrder,
      state: 'blocked',
      dueAt: now + this.#limits.lingerMs,
      restsUntil: 0,
      heapIndex: 0,
      queueLink: undefined,
      laneLink: undefined,
    };
    slot.queueLink = this.#unsettled.push(slot);
    this.#nextToExpire ??= slot.queueLink;
    if (this.#enterLane(slot)) this.#makeReady(slot);
    return slot;
  }

  /** Everything added so far leaves without waiting for company. */
  flush(): void {
    this.#flushedOrder = this.#lastOrder;
  }

  /** Whether a batch should leave now. */
  isReady(now: number): boolean {
    this.#wakeRested(now);
    const first = this.#ready.first;
    if (first === undefined) return false;
    return (
      first.dueAt <= now ||
      first.order <= this.#flushedOrder ||
      this.#ready.size >= this.#limits.maxRecords ||
      this.#readyBytes >= this.#limits.maxBytes
    );
  }

  /** The next batch, oldest first, within the limits; at least one record if any is ready. */
  take(now: number): Slot<E>[] {
    this.#wakeRested(now);
    const batch: Slot<E>[] = [];
    let sizeBytes = 0;
    for (let slot = this.#ready.first; slot !== undefined; slot = this.#ready.first) {
      sizeBytes += slot.entry.sizeBytes;
      const isFull = batch.length === this.#limits.maxRecords || sizeBytes > this.#limits.maxBytes;
      if (isFull && batch.length > 0) break;
      this.#leaveHeap(slot);
      slot.state = 'flying';
      batch.push(slot);
    }
    return batch;
  }

  /** A record that was under way is to be tried again; its lane waits for it. */
  putBack(slot: Slot<E>, now: number, restsUntil: number): void {
    slot.state = 'resting';
    slot.dueAt = Math.min(slot.dueAt, now);
    slot.restsUntil = restsUntil;
    this.#resting.push(slot);
  }

  /** A record needs no further attempt, for whatever reason; the next of its lane may leave. */
  settle(slot: Slot<E>): void {
    this.#leaveHeap(slot);
    slot.state = 'settled';
    const link = slot.queueLink;
    if (link !== undefined) {
      if (this.#nextToExpire === link) this.#nextToExpire = link.next;
      this.#unsettled.remove(link);
    }
    this.#leaveLane(slot);
  }

  /** The records whose deadline has come and that are not under way; the caller settles them. */
  expired(now: number): Slot<E>[] {
    const expired: Slot<E>[] = [];
    while (this.#nextToExpire !== undefined && this.#nextToExpire.value.entry.deadlineAt <= now) {
      const slot = this.#nextToExpire.value;
      if (slot.state !== 'flying') expired.push(slot);
      this.#nextToExpire = this.#nextToExpire.next;
    }
    return expired;
  }

  /** When to look again if nothing happens before; undefined if only an answer can change anything. */
  nextAt({ mayLeave }: { mayLeave: boolean }): number | undefined {
    const instants = [
      this.#nextToExpire?.value.entry.deadlineAt,
      mayLeave ? this.#ready.first?.dueAt : undefined,
      mayLeave ? this.#resting.first?.restsUntil : undefined,
    ];
    const next = Math.min(...instants.map((instant) => instant ?? Infinity));
    return next === Infinity ? undefined : next;
  }

  /** All that is not settled, oldest first. */
  unsettled(): Slot<E>[] {
    const slots: Slot<E>[] = [];
    for (let link = this.#unsettled.first; link; link = link.next) slots.push(link.value);
    return slots;
  }

  #wakeRested(now: number): void {
    for (
      let slot = this.#resting.first;
      slot && slot.restsUntil <= now;
      slot = this.#resting.first
    ) {
      this.#resting.remove(slot);
      this.#makeReady(slot);
    }
  }

  #makeReady(slot: Slot<E>): void {
    slot.state = 'ready';
    this.#ready.push(slot);
    this.#readyBytes += slot.entry.sizeBytes;
  }

  #leaveHeap(slot: Slot<E>): void {
    if (slot.state === 'resting') this.#resting.remove(slot);
    if (slot.state !== 'ready') return;
    this.#ready.remove(slot);
    this.#readyBytes -= slot.entry.sizeBytes;
  }

  /** Whether the slot is the first of its lane and so may leave. */
  #enterLane(slot: Slot<E>): boolean {
    const key = slot.entry.lane;
    if (key === undefined) return true;
    let lane = this.#lanes.get(key);
    if (lane === undefined) this.#lanes.set(key, (lane = new LinkedQueue()));
    slot.laneLink = lane.push(slot);
    return lane.first === slot.laneLink;
  }

  #leaveLane(slot: Slot<E>): void {
    const key = slot.entry.lane;
    const lane = key === undefined ? undefined : this.#lanes.get(key);
    if (key === undefined || lane === undefined || slot.laneLink === undefined) return;
    lane.remove(slot.laneLink);
    if (lane.first === undefined) this.#lanes.delete(key);
    else if (lane.first.value.state === 'blocked') this.#makeReady(lane.first.value);
  }
}
