import type {
  ActiveFault,
  ConsumerState,
  FirehoseBasis,
  Trigger,
  Tuning,
} from '#pipeline/status.ts';
import type { Suspected } from '#pipeline/suspicion.ts';

/**
 * What the page is sent, and draws. Shared by both sides, so nothing here may need Node or a browser.
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

/** A record on its way, as it is drawn. */
export interface Dot {
  readonly id: string;
  readonly key: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly bytes: number;
  /** Where its key lies on the ring of hash keys, from 0 to 1. */
  readonly ring: number;
  /** When the stream took it. */
  readonly at: number;
}

/** Consumer number `by` has seen a record. */
export interface Seen {
  readonly by: number;
  readonly sequenceNumber: string;
  readonly at: number;
}

export interface ObjectRow {
  readonly n: number;
  readonly key: string;
  readonly records: number;
  readonly bytes: number;
  readonly trigger: Trigger;
  readonly firstRecordAt: number;
  readonly dueAt: number;
  readonly deliveredAt: number;
}

export interface WindowRow {
  readonly n: number;
  readonly startAt: number;
  readonly endAt: number;
  readonly records: number;
  readonly keys: readonly { readonly key: string; readonly records: number }[];
}

export interface AlertRow {
  readonly n: number;
  readonly at: number;
  readonly key: string;
  readonly why: Suspected;
}

/** Something that happened. The page says it in its reader's language. */
export type Story =
  | { readonly kind: 'delivered'; readonly records: number; readonly trigger: Trigger }
  | { readonly kind: 'alert'; readonly key: string; readonly why: Suspected }
  | { readonly kind: 'fault-on'; readonly name: string; readonly seconds: number }
  | { readonly kind: 'fault-off'; readonly name: string; readonly hits: number }
  | {
      readonly kind: 'refused';
      readonly name: string;
      readonly code: string;
      readonly count: number;
    }
  | { readonly kind: 'split'; readonly parent: string; readonly children: readonly string[] }
  | { readonly kind: 'merged'; readonly parents: readonly string[]; readonly child: string }
  | { readonly kind: 'drained'; readonly consumer: string; readonly shardId: string }
  | { readonly kind: 'killed'; readonly consumer: string }
  | { readonly kind: 'started'; readonly consumer: string }
  | { readonly kind: 'slowed'; readonly consumer: string; readonly slowMs: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 's3-refuses'; readonly error: string }
  | { readonly kind: 's3-back' };

export type LogRow = Story & { readonly n: number; readonly at: number };

/** Everything, for a page that has just connected. */
export interface Snapshot {
  readonly view: View;
  readonly dots: readonly Dot[];
  readonly seen: readonly Seen[];
  readonly objects: readonly ObjectRow[];
  readonly windows: readonly WindowRow[];
  readonly alerts: readonly AlertRow[];
  readonly log: readonly LogRow[];
}

/** What has changed since the tick before. */
export interface Tick {
  readonly view: Partial<View>;
  readonly dots: readonly Dot[];
  readonly seen: readonly Seen[];
  readonly objects: readonly ObjectRow[];
  readonly windows: readonly WindowRow[];
  readonly alerts: readonly AlertRow[];
  readonly log: readonly LogRow[];
}
