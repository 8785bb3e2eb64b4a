/** One record as the handler gets it. */
export interface InRecord<T> {
  readonly data: T;
  readonly raw: Uint8Array;
  /** May be absent on streams that distribute records by themselves. */
  readonly partitionKey?: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Always 0: records are not taken apart. */
  readonly subSequenceNumber: number;
  readonly arrivedAt: Date;
  /** Counts from 1. */
  readonly attempt: number;
  /** `stream@epoch/shard/sequence/sub`: the same for each delivery, so fit to tell duplicates by. */
  readonly id: string;
}

export interface Batch<T> extends Iterable<InRecord<T>> {
  readonly shardId: string;
  readonly records: readonly InRecord<T>[];
  readonly millisBehindLatest: number;
  /** Grows with each owner of the shard: a fencing token for what the handler writes elsewhere. */
  readonly epoch: number;
  /** Aborts when the shard is lost or the time to shut down has run out. */
  readonly signal: AbortSignal;
  /** Stores a checkpoint now, after `upTo` or the whole batch. Needed by nobody, welcome to some. */
  readonly commit: (upTo?: InRecord<T>) => Promise<void>;
}

/** One record as the stream gave it. */
export interface RawRecord {
  readonly data: Uint8Array;
  readonly partitionKey: string | undefined;
  readonly sequenceNumber: string;
  readonly arrivedAt: Date;
}

/** Where records come from, for their ids. */
export interface Origin {
  /** `stream@epoch`. */
  readonly stream: string;
  readonly shardId: string;
}

export const recordId = ({ stream, shardId }: Origin, sequenceNumber: string): string =>
  `${stream}/${shardId}/${sequenceNumber}/0`;

/** A class, and `id` a getter, because there are tens of thousands a second and few ask for the id. */
export class ReceivedRecord<T> implements InRecord<T> {
  readonly data: T;
  readonly raw: Uint8Array;
  declare readonly partitionKey?: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber = 0;
  readonly arrivedAt: Date;
  /** How often the handler has been given it. */
  attempt = 0;
  readonly #origin: Origin;

  constructor(origin: Origin, raw: RawRecord, data: T) {
    this.#origin = origin;
    this.data = data;
    this.raw = raw.data;
    if (raw.partitionKey !== undefined) this.partitionKey = raw.partitionKey;
    this.sequenceNumber = raw.sequenceNumber;
    this.arrivedAt = raw.arrivedAt;
  }

  get shardId(): string {
    return this.#origin.shardId;
  }

  get id(): string {
    return recordId(this.#origin, this.sequenceNumber);
  }
}

/** Below 0: `a` comes first. Within one shard only; elsewhere the order means nothing. */
export function compareSequenceNumbers(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
