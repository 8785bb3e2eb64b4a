import type { ActiveFault, ConsumerState, FirehoseBasis, Tuning } from '#pipeline/status.ts';

/**
 * How the lab stands, as the page shows it. Shared by both sides, so nothing here may need Node or a browser.
 * Instants are epoch ms on the lab's clock; rates are per second of it.
 */
export interface View {
  readonly lab: LabView;
  readonly clock: ClockView;
  readonly producer: ProducerView | undefined;
  readonly shards: readonly ShardView[];
  readonly consumers: readonly ConsumerView[];
  readonly firehose: FirehoseView | undefined;
  readonly bucket: BucketView | undefined;
  readonly hops: readonly HopView[];
  readonly books: BooksView;
  readonly faults: FaultsView;
}

/** What does not change while the server lives. */
export interface LabView {
  /** Differs from one server to the next, so that the numbers of their events are not confused. */
  readonly epoch: string;
  readonly target: 'embedded' | 'localstack' | 'aws';
  /** Whose it is and where, on AWS. */
  readonly place?: string | undefined;
  readonly stream: string;
  readonly deliveryStream: string;
  readonly bucket: string;
  readonly endpoint: string;
  /** What a person can do from the page. */
  readonly can: Capabilities;
  readonly faultKinds: readonly FaultKindView[];
}

export interface Capabilities {
  readonly steer: boolean;
  readonly put: boolean;
  readonly produce: boolean;
  readonly reshard: boolean;
  readonly consumers: boolean;
  readonly faults: boolean;
}

export interface FaultKindView {
  readonly name: string;
  readonly fisAction: string | undefined;
  /** The error that a client meets. */
  readonly code: string;
  readonly share: number;
}

export interface ClockView {
  readonly now: number;
  readonly speed: number;
  readonly isPaused: boolean;
}

export interface ProducerView {
  readonly tuning: Tuning | undefined;
  readonly input: string;
  readonly put: number;
  readonly failed: number;
  readonly refused: number;
  readonly retries: number;
  readonly buffered: number;
  readonly recordsPerSecond: number;
  /** Mean of the records that were picked lately. */
  readonly recordBytes: number;
  /** The busiest keys among the records that were picked lately, and their share of them. */
  readonly keys: readonly { readonly key: string; readonly share: number }[];
  readonly stride: number;
  readonly isAway: boolean;
}

export interface ShardView {
  readonly shardId: string;
  readonly parentIds: readonly string[];
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  /** Where it begins and ends on the ring of hash keys, from 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** `draining`: takes no records any more, and somebody has not read it to its end. */
  readonly state: 'open' | 'draining' | 'drained';
  /** When it was first and last seen open; undefined: before anybody looked, and still. */
  readonly openedAt: number | undefined;
  readonly closedAt: number | undefined;
  readonly records: number;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly isHot: boolean;
}

export interface ConsumerView {
  readonly name: string;
  readonly subject: 'monitoring' | 'fraud';
  readonly read: 'polling' | 'efo';
  readonly pollEveryMs: number;
  /** `away`: its process does not answer. */
  readonly state: ConsumerState | 'away';
  /** Processes of its group, of which one is shown. */
  readonly workers: number;
  readonly slowMs: number;
  readonly received: number;
  readonly duplicates: number;
  readonly outOfOrder: number;
  readonly recordsPerSecond: number;
  /** Put, and not seen here yet. */
  readonly behind: number;
  readonly lagMs: number;
  readonly shards: readonly ReadingView[];
}

export interface ReadingView {
  readonly shardId: string;
  readonly lagMs: number;
  readonly position: string | undefined;
  readonly lastRecordAt: number | undefined;
  readonly recordsPerSecond: number;
}

export interface FirehoseView {
  readonly basis: FirehoseBasis;
  readonly isAway: boolean;
  readonly status: string;
  readonly sizeBytes: number;
  readonly intervalMs: number;
  readonly records: number;
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly firstRecordAt: number | undefined;
  readonly dueAt: number | undefined;
  readonly waiting:
    { readonly attempts: number; readonly since: number; readonly error: string } | undefined;
}

export interface BucketView {
  readonly objects: number;
  readonly records: number;
  readonly bytes: number;
}

export type HopName = 'produced' | 'polling' | 'efo' | 's3';

export interface HopView {
  readonly name: HopName;
  /** Of a consumer's hop. */
  readonly consumer: string | undefined;
  readonly isEstimate: boolean;
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly counts: readonly number[];
}

/** Put = received + in flight, at each consumer; put = in S3 + held by Firehose + given up + on the way. */
export interface BooksView {
  readonly put: number;
  readonly failed: number;
  /** Put on the stream by others: Firehose counts them too. */
  readonly foreign: number;
  readonly consumers: readonly {
    readonly name: string;
    readonly received: number;
    readonly inFlight: number;
  }[];
  readonly stored: number;
  readonly buffered: number;
  readonly lost: number;
  readonly onTheWay: number;
  readonly duplicates: number;
  /** Why they do not balance; empty when they do. */
  readonly problems: readonly BooksProblem[];
}

export type BooksProblem = 'firehose' | 'order' | 'opened' | 'failed' | 'missing' | 'overdue';

export interface FaultsView {
  readonly active: readonly ActiveFault[];
  readonly hits: Readonly<Record<string, number>>;
}
