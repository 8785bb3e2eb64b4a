import type { LatencySummary } from '#runtime/latency.ts';
import type { Numbered } from './recent.ts';
import type { Suspected } from './suspicion.ts';

/**
 * What each service tells about itself to whoever asks: by a call in one process, by `GET /status`
 * elsewhere, in the same shapes. All of it is JSON; instants are epoch ms on the service's clock, and
 * counters only grow while a service lives. Of what happened, only what is newer than `since` is told.
 */
export type Source<Status> = (since: number) => Promise<Status>;

/** A latency with its distribution: `counts[i]` values lie below `LATENCY_EDGES_MS[i]` and no lower edge. */
export interface Latency extends LatencySummary {
  readonly counts: readonly number[];
}

/** Upper edges of the ranges that latencies are counted in; what is longer shares a last range. */
export const LATENCY_EDGES_MS: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 45_000, 60_000,
  61_000, 90_000, 120_000, 300_000, 900_000,
];

/** A record picked to be followed. `id` is empty if it is not of this run. */
interface Picked {
  readonly id: string;
  readonly key: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly bytes: number;
}

export interface PutSample extends Picked {
  readonly producedAt: number;
  /** When the stream's answer came. */
  readonly putAt: number;
}

export interface SeenSample extends Picked {
  /** When the stream took it, by its own stamp. */
  readonly arrivedAt: number;
  readonly seenAt: number;
}

/** Of a service in another process: it does not answer, and this is what it said last. */
interface MayBeAway {
  readonly isAway?: boolean;
}

/** What a person has changed about what the producer puts; undefined: as the input has it. */
export interface Tuning {
  /** How many times as fast as its own pace the input comes; 0 stops it. */
  readonly tempo: number;
  readonly keys: number | undefined;
  /** Of each record, at least. */
  readonly bytes: number | undefined;
}

export interface ProducerStatus extends MayBeAway {
  /** Of a producer that can be tuned. */
  readonly tuning?: Tuning;
  readonly input: string;
  readonly put: number;
  readonly failed: number;
  /** Lines of the input that became no record. */
  readonly refused: number;
  /** Attempts after the first, of all records. */
  readonly retries: number;
  readonly buffered: number;
  /** One of so many records is among the samples. */
  readonly stride: number;
  readonly latency: Latency;
  readonly samples: readonly Numbered<PutSample>[];
}

export interface StreamStatus {
  readonly name: string;
  readonly shards: readonly ShardDescription[];
}

export interface ShardDescription {
  readonly shardId: string;
  readonly parentIds: readonly string[];
  /** First and last hash key, in decimal. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  readonly isOpen: boolean;
}

export interface ConsumerStatus extends MayBeAway {
  readonly name: string;
  readonly subject: 'monitoring' | 'fraud';
  readonly read: 'polling' | 'efo';
  readonly pollEveryMs: number;
  readonly state: ConsumerState;
  /** Processes of its group, where that is known; this is what one of them says. */
  readonly workers?: number;
  /** Added to the handling of each batch. */
  readonly slowMs: number;
  /** Deliveries in all, repeats included. */
  readonly received: number;
  readonly duplicates: number;
  readonly outOfOrder: number;
  /** Records that others put on the stream; not among `received`. */
  readonly foreign: number;
  /** Since when the record has been put that is missing here longest, where that is known. */
  readonly missingSince?: number | undefined;
  readonly latency: Latency;
  readonly shards: readonly ShardReading[];
  readonly stride: number;
  readonly samples: readonly Numbered<SeenSample>[];
  readonly windows: readonly Numbered<WindowTold>[];
  readonly alerts: readonly Numbered<AlertTold>[];
}

/** `killed` means: without storing how far it was. */
export type ConsumerState = 'running' | 'starting' | 'killed';

/** One shard, as far as a consumer has read it. */
export interface ShardReading {
  readonly shardId: string;
  /** `MillisBehindLatest`, or how long the records in hand have waited, if that is more. */
  readonly lagMs: number;
  /** The last sequence number done. */
  readonly position: string | undefined;
  /** When the last record done had arrived on the stream. */
  readonly lastRecordAt: number | undefined;
  /** Received from this shard, and their data's bytes. */
  readonly records: number;
  readonly bytes: number;
}

/** A closed window of the monitoring, with its busiest keys. */
export interface WindowTold {
  readonly startAt: number;
  readonly endAt: number;
  readonly records: number;
  readonly keys: readonly { readonly key: string; readonly records: number }[];
}

export interface AlertTold {
  readonly at: number;
  readonly key: string;
  readonly why: Suspected;
}

/**
 * Where Firehose's figures come from: it told them itself (`told`), or they follow from what was put and
 * what is in the bucket. `unbuffered` is one that holds nothing back, whatever its hints say.
 */
export type FirehoseBasis = 'told' | 'estimated' | 'unbuffered';

/** `unknown`: nobody told, and the object does not show it. */
export type Trigger = 'size' | 'interval' | 'unknown';

export interface FirehoseStatus extends MayBeAway {
  readonly name: string;
  readonly basis: FirehoseBasis;
  readonly status: string;
  readonly sizeBytes: number;
  readonly intervalMs: number;
  readonly received: number;
  readonly delivered: number;
  readonly failed: number;
  readonly buffered: {
    readonly records: number;
    readonly bytes: number;
    readonly firstRecordAt?: number;
    readonly dueAt?: number;
  };
  /** An object that S3 has refused or not answered. */
  readonly waiting?: { readonly attempts: number; readonly since: number; readonly error: string };
  readonly deliveries: readonly Numbered<DeliveryTold>[];
}

export interface DeliveryTold {
  readonly key: string;
  readonly records: number;
  readonly bytes: number;
  readonly trigger: Trigger;
  readonly firstRecordAt: number;
  readonly dueAt: number;
  readonly deliveredAt: number;
}

/** What was found in the objects of the bucket when they were opened and split into records. */
export interface BucketStatus {
  readonly bucket: string;
  readonly objects: number;
  readonly records: number;
  /** Different records of the lab's own; the others are repeats, or put by somebody else. */
  readonly distinct: number;
  readonly bytes: number;
  readonly duplicates: number;
  readonly outOfOrder: number;
  readonly latency: Latency;
  /** The latency is measured by a listing, which has whole seconds, or by another clock than the stream's. */
  readonly isEstimate?: boolean;
}

/** An object in which a record was found. */
export interface FoundObject {
  readonly objectKey: string;
  readonly deliveredAt: number;
}

export interface ClockStatus {
  readonly now: number;
  readonly speed: number;
  readonly isPaused: boolean;
}

/** Faults under way and faults that ended, by name. */
export interface FaultStatus {
  readonly active: readonly ActiveFault[];
  /** Requests that each fault has met since the start. */
  readonly hits: Readonly<Record<string, number>>;
}

export interface ActiveFault {
  readonly name: string;
  readonly endsAt: number;
}

/** Whoever can be asked. What is absent does not exist, or cannot be seen on this target. */
export interface PipelineSources {
  readonly clock: Source<ClockStatus>;
  readonly stream: Source<StreamStatus>;
  readonly producer?: Source<ProducerStatus | undefined> | undefined;
  readonly consumers: readonly Source<ConsumerStatus>[];
  readonly firehose?: Source<FirehoseStatus | undefined> | undefined;
  readonly bucket?: Source<BucketStatus> | undefined;
  /** The object that holds the record with this id, once it has been opened. */
  readonly holderOf?: ((id: string) => Promise<FoundObject | undefined>) | undefined;
  readonly faults?: Source<FaultStatus> | undefined;
}
