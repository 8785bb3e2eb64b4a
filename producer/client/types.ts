import type { Clock } from '#runtime/clock.ts';
import type { Codec } from '#runtime/codec.ts';
import type { Random } from '#runtime/random.ts';
import type { OutRecord } from './out-record.ts';
import type { PutsRecords, StreamRef } from './put-all.ts';
import type { SendError } from './send-error.ts';

/** The record is on the stream. */
export interface Receipt {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** How often it was sent; more than 1 after a refusal or a lost answer. */
  readonly attempts: number;
  /** From `send` to the answer, on the producer's clock. */
  readonly latencyMs: number;
}

export interface ProducerOptions<T> {
  readonly stream: StreamRef;
  /** Must not retry by itself (`maxAttempts: 1`): a hidden retry breaks order and hides duplicates. */
  readonly client: PutsRecords;
  /** JSON by default. */
  readonly codec?: Codec<T>;
  /**
   * `key` (default): first deliveries of one key appear in the order of `send`, at the price of one
   * record per key and round trip. `none`: records leave as they come.
   */
  readonly ordering?: 'key' | 'none';
  /** 500 records, 5 MiB, 50 ms. */
  readonly batch?: {
    readonly maxRecords?: number;
    readonly maxBytes?: number;
    readonly lingerMs?: number;
  };
  /** 10,000 records, 64 MiB: when `room` makes the caller wait. `send` refuses at twice as much. */
  readonly buffer?: { readonly maxRecords?: number; readonly maxBytes?: number };
  readonly retry?: {
    /** 30,000 ms from `send`; may be Infinity. */
    readonly deadlineMs?: number;
    /** 50 ms, doubled with each attempt, with full jitter. */
    readonly baseMs?: number;
    /** 5,000 ms. */
    readonly maxMs?: number;
    /** 10,000 ms without an answer count as a lost one. */
    readonly requestTimeoutMs?: number;
  };
  /** 8 requests at once. */
  readonly maxInFlight?: number;
  readonly clock?: Clock;
  /** For jitter and for the keys of records without one. Seeded with the time by default. */
  readonly random?: Random;
}

/**
 * Puts records on a stream.
 *
 * A resolved `send` is stored at least once; a rejected one may be stored if `maybeDelivered`. With
 * `ordering: 'key'` first deliveries of one key appear in the order of `send` from one producer. The
 * exception no client can exclude: an attempt whose answer was lost may be stored late, behind
 * records that were sent after it, as a second copy or as that of a record given up.
 */
export interface Producer<T> extends AsyncDisposable {
  /**
   * Resolves when the record is stored, rejects with a SendError when it is given up. A caller who
   * does not wait for it waits for `room`, or ends up with `buffer-full`. Aborting takes back what
   * is not under way; the attempt under way decides for the others.
   */
  readonly send: (record: OutRecord<T>, options?: Abortable) => Promise<Receipt>;
  /** Resolves as soon as the buffer has room (or the signal aborts). */
  readonly room: (options?: Abortable) => Promise<void>;
  /** Sends all, waiting for room, and resolves when each is stored or given up. */
  readonly sendAll: (
    records: Iterable<OutRecord<T>> | AsyncIterable<OutRecord<T>>,
    options?: Abortable,
  ) => Promise<{ sent: number; failed: SendError<T>[] }>;
  /** A sink with back-pressure; it breaks with the first record that is given up. */
  readonly writable: () => WritableStream<OutRecord<T>>;
  /** Sends what is waiting at once; resolves when all that was sent before is stored or given up. */
  readonly flush: (options?: Abortable) => Promise<void>;
  /** Takes no more records, flushes, and gives up as `closed` what is left after `timeoutMs` (30,000). */
  readonly close: (options?: { readonly timeoutMs?: number }) => Promise<void>;
  readonly stats: () => ProducerStats;
}

export interface Abortable {
  readonly signal?: AbortSignal;
}

export interface ProducerStats {
  readonly bufferedRecords: number;
  readonly bufferedBytes: number;
  readonly requestsInFlight: number;
  /** Since the producer was made. */
  readonly requests: number;
  readonly stored: number;
  readonly failed: number;
  /** Attempts after the first, of all records. */
  readonly retries: number;
}
