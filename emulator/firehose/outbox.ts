import { AWAKE } from '#runtime/clock.ts';
import {
  DeliveryBuffer,
  type BufferingHints,
  type DueObject,
  type Mark,
} from './delivery-buffer.ts';

/** Two of the largest objects: with more than this unwritten, a delivery stream takes no records. */
const MAX_QUEUED_BYTES = 2 * 128 * 1_048_576;
/** The same for small ones: an interval of 0 makes an object of every call. */
const MAX_QUEUED_OBJECTS = 10_000;

export interface Books {
  readonly received: number;
  readonly delivered: number;
  readonly failed: number;
  readonly buffered: {
    readonly records: number;
    readonly bytes: number;
    readonly firstRecordAt?: number;
    readonly dueAt?: number;
  };
}

/**
 * What a delivery stream holds and what became of what it had: the open buffer, the objects that wait
 * to be written, in order, and the books, which balance at every instant:
 * received = delivered + buffered + failed.
 */
export class Outbox {
  readonly #buffer: DeliveryBuffer;
  #queue: DueObject[] = [];
  #queuedBytes = 0;
  #queuedRecords = 0;
  #received = 0;
  #delivered = 0;
  #failed = 0;
  #news = new AbortController();

  constructor(hints: BufferingHints) {
    this.#buffer = new DeliveryBuffer(hints);
  }

  /** Aborts at the next change that the loop which empties the outbox must know of. */
  get news(): AbortSignal {
    return this.#news.signal;
  }

  get isFull(): boolean {
    return this.#queuedBytes > MAX_QUEUED_BYTES || this.#queue.length >= MAX_QUEUED_OBJECTS;
  }

  configure(hints: BufferingHints): void {
    this.#buffer.configure(hints);
  }

  /** Closes the buffer if it is due. Call it before the records of one call or read are added. */
  sealDue(now: number): void {
    const object = this.#buffer.takeDue(now);
    if (object) this.#enqueue(object);
  }

  add(data: Uint8Array, arrivedAt: number, now: number, mark?: Mark): void {
    const opensBuffer = !this.#buffer.isOpen;
    this.#received += 1;
    const object = this.#buffer.add(data, arrivedAt, now, mark);
    if (object) this.#enqueue(object);
    else if (opensBuffer) this.nudge();
  }

  /** The object to write next; it stays in the outbox until it is settled. */
  next(now: number): DueObject | undefined {
    if (this.#queue.length === 0) this.sealDue(now);
    return this.#queue[0];
  }

  /** When the open buffer falls due by itself. */
  dueAt(): number | undefined {
    return this.#buffer.fill().dueAt;
  }

  /** Whether the object was still ours to settle: a discarded outbox has forgotten it. */
  settle(object: DueObject, outcome: 'delivered' | 'failed'): boolean {
    if (this.#queue[0] !== object) return false;
    this.#queue.shift();
    this.#queuedBytes -= object.body.length;
    this.#queuedRecords -= object.records;
    if (outcome === 'delivered') this.#delivered += object.records;
    else this.#failed += object.records;
    return true;
  }

  /** Gives up everything it holds; the records count as failed. */
  discard(): void {
    this.#failed += this.#queuedRecords + this.#buffer.fill().records;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#queuedRecords = 0;
    this.#buffer.discard();
  }

  books(): Books {
    const { records, bytes, ...open } = this.#buffer.fill();
    const head = this.#queue[0];
    const oldest = head && { firstRecordAt: head.firstRecordAt, dueAt: head.dueAt };
    return {
      received: this.#received,
      delivered: this.#delivered,
      failed: this.#failed,
      buffered: {
        records: records + this.#queuedRecords,
        bytes: bytes + this.#queuedBytes,
        ...(records > 0 ? open : oldest),
      },
    };
  }

  nudge(): void {
    const news = this.#news;
    this.#news = new AbortController();
    news.abort(AWAKE);
  }

  #enqueue(object: DueObject): void {
    this.#queue.push(object);
    this.#queuedBytes += object.body.length;
    this.#queuedRecords += object.records;
    this.nudge();
  }
}
