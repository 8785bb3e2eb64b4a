import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Clock } from '#runtime/clock.ts';
import type { Codec } from '#runtime/codec.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import type { CoordinationStore } from './coordination.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Batch, InRecord } from './record.ts';
import type { StreamRef } from './stream-view.ts';

export interface EachContext {
  readonly signal: AbortSignal;
  readonly epoch: number;
}

/** What is done with records: one by one, or a batch at a time. Throwing means: not done. */
export type Handler<T> =
  | { readonly each: (record: InRecord<T>, context: EachContext) => void | Promise<void> }
  | { readonly batch: (batch: Batch<T>) => void | Promise<void> };

export interface FailurePolicy {
  /** 5, with 200 ms to 30 s between them, full jitter. */
  readonly attempts?: number;
  /** What is older is not tried again. Infinity. */
  readonly maxAgeMs?: number;
  /** Cut a failing batch in halves until the record is found. True. */
  readonly bisect?: boolean;
  /** Takes what cannot be processed, so that the shard can go on. */
  readonly deadLetter?: DeadLetter;
  /** Without a dead letter: keep trying this record, loudly, or stop the consumer. 'block'. */
  readonly otherwise?: 'block' | 'halt';
}

/** How the workers of a group share its shards. */
export interface LeaseOptions {
  /**
   * A worker that gives no sign of life for so long is dead to the others, who take its shards. It
   * stops by itself after two thirds of that, and goes on when the store answers again. 30,000.
   */
  readonly ttlMs?: number;
  /** Between two signs of life, and about that between two looks at the others. 10,000. */
  readonly heartbeatMs?: number;
  /** What this worker takes at most, whatever its share would be. Any number. */
  readonly maxShards?: number;
}

export interface ConsumerOptions<T> {
  readonly stream: StreamRef;
  /** Groups read independently of each other. Also the name of the registered consumer. */
  readonly group: string;
  /** With `maxAttempts: 1`. */
  readonly client: KinesisClient;
  /** For SubscribeToShard alone, which AWS serves over HTTP/2. The `client` above. */
  readonly fanOutClient?: KinesisClient;
  /** Required, because forgetting what was read is nothing to fall into by default. */
  readonly store: CoordinationStore;
  /**
   * Host and process. A process that begins under the id of another one of its group takes over from
   * it at once, as a restarted container should; the older one stops with WorkerReplaced.
   */
  readonly workerId?: string;
  /** json(). */
  readonly codec?: Codec<T>;
  /** Used once, when the group is born. 'earliest'. */
  readonly from?: 'latest' | 'earliest' | Date;
  /** 'polling'. */
  readonly read?: 'polling' | 'efo';
  /** 1,000; behind the tip every shard is asked each 200 ms. */
  readonly poll?: { readonly everyMs?: number };
  /** 500. */
  readonly batch?: { readonly maxRecords?: number };
  /** What all shards together may hold of records not handled yet. 128 MiB. */
  readonly memoryBytes?: number;
  /** 10,000. */
  readonly checkpoint?: { readonly everyMs?: number };
  readonly failure?: FailurePolicy;
  readonly lease?: LeaseOptions;
  /** When the stream has forgotten what the group had not read. 'fail'. */
  readonly onTrimmed?: 'fail' | 'skip';
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
}

export interface ShardStatus {
  readonly shardId: string;
  /** Grows with each owner of the shard. */
  readonly epoch: number;
  /** From the tip of the stream to what the handler has done. */
  readonly millisBehind: number;
  /** The record that stands in the way, since when (epoch ms), and its last error. */
  readonly blocked?: Blocked;
  /** The last sequence number done; undefined: none yet. */
  readonly position: string | undefined;
  /** When the last record done had arrived, epoch ms. */
  readonly lastRecordAt: number | undefined;
}

export interface Blocked {
  readonly sequenceNumber: string;
  readonly since: number;
  readonly error: string;
}

export interface Lag {
  readonly maxMillisBehind: number;
  /** Those that this worker reads. */
  readonly shards: readonly ShardStatus[];
  /**
   * Those of the group that are alive, this one included. None: it has not begun yet, or the store has
   * not answered for so long that it has let its shards go.
   */
  readonly workers: readonly string[];
}

export interface Consumer<T> extends AsyncDisposable, AsyncIterable<Batch<T>> {
  /** Resolves once it was closed, or its signal has aborted; rejects with what it cannot go on after. */
  readonly run: (handler: Handler<T>, options?: { readonly signal?: AbortSignal }) => Promise<void>;
  /**
   * Resolves when every open shard that falls to this worker has a live position: what is put into
   * them from then on will come. To a worker that is alone fall all of them.
   */
  readonly ready: () => Promise<void>;
  readonly lag: () => Lag;
  /** Stops reading, lets the handler finish (for `timeoutMs`, 30,000), stores the checkpoints. */
  readonly close: (options?: { readonly timeoutMs?: number }) => Promise<void>;
}
