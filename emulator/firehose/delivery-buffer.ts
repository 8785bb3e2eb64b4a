import { ByteBuffer } from './byte-buffer.ts';

export interface BufferingHints {
  readonly sizeBytes: number;
  readonly intervalMs: number;
}

export type Trigger = 'size' | 'interval';

/** Where a record stood in its source, so that it can be told what has been delivered. */
export interface Mark {
  readonly shard: string;
  readonly sequenceNumber: string;
}

/** Records that will be one object: no more join it. */
export interface DueObject {
  readonly trigger: Trigger;
  /** The records' data, one after another with nothing between. */
  readonly body: Uint8Array;
  readonly records: number;
  /** When the buffer opened. */
  readonly firstRecordAt: number;
  /** When the interval passed or the size was reached. */
  readonly dueAt: number;
  /** When the oldest of the records arrived at the stream. */
  readonly oldestArrivedAt: number;
  /** By shard of the source, the last record that is in it. */
  readonly through: ReadonlyMap<string, string>;
}

export interface BufferFill {
  readonly records: number;
  readonly bytes: number;
  readonly firstRecordAt?: number;
  readonly dueAt?: number;
}

interface OpenBuffer {
  readonly body: ByteBuffer;
  readonly firstRecordAt: number;
  readonly dueAt: number;
  readonly through: Map<string, string>;
  records: number;
  oldestArrivedAt: number;
}

/**
 * Decides when records become an object; does nothing itself.
 *
 * As on AWS: a buffer opens with its first record, and falls due when its bytes, before compression,
 * reach the size or when the interval since that record has passed, whichever is first. A change of
 * the hints leaves the deadline of the open buffer alone (probed on AWS, Jul–Sep 2026).
 * Unlike AWS: both are kept exactly, where AWS calls them hints.
 */
export class DeliveryBuffer {
  #hints: BufferingHints;
  #open: OpenBuffer | undefined;

  constructor(hints: BufferingHints) {
    this.#hints = hints;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  configure(hints: BufferingHints): void {
    this.#hints = hints;
  }

  /** The object that this record completes, if it reaches the size. Ask `takeDue` first. */
  add(data: Uint8Array, arrivedAt: number, now: number, mark?: Mark): DueObject | undefined {
    const open = (this.#open ??= this.#opened(arrivedAt, now));
    open.body.append(data);
    open.records += 1;
    if (mark) open.through.set(mark.shard, mark.sequenceNumber);
    if (arrivedAt < open.oldestArrivedAt) open.oldestArrivedAt = arrivedAt;
    return open.body.length >= this.#hints.sizeBytes ? this.#take('size', now) : undefined;
  }

  /** The open buffer if its interval has passed. What arrives at that instant or later is not in it. */
  takeDue(now: number): DueObject | undefined {
    if (!this.#open || now < this.#open.dueAt) return undefined;
    return this.#take('interval', this.#open.dueAt);
  }

  fill(): BufferFill {
    if (!this.#open) return { records: 0, bytes: 0 };
    const { records, body, firstRecordAt, dueAt } = this.#open;
    return { records, bytes: body.length, firstRecordAt, dueAt };
  }

  discard(): void {
    this.#open = undefined;
  }

  #opened(arrivedAt: number, now: number): OpenBuffer {
    return {
      body: new ByteBuffer(),
      firstRecordAt: now,
      dueAt: now + this.#hints.intervalMs,
      through: new Map(),
      records: 0,
      oldestArrivedAt: arrivedAt,
    };
  }

  #take(trigger: Trigger, dueAt: number): DueObject | undefined {
    const open = this.#open;
    if (!open) return undefined;
    this.#open = undefined;
    const { body, ...facts } = open;
    return { ...facts, trigger, body: body.contents(), dueAt };
  }
}
