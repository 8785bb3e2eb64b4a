import { Timeline } from './timeline.ts';

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';
export type DistributionStrategy = 'AUTO' | 'USER_PARTITION_KEY';

const DEFAULT_RETENTION_HOURS = 24;

export interface InitialSettings {
  readonly mode: StreamMode;
  readonly maxRecordSizeKiB: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly distribution?: DistributionStrategy | undefined;
  readonly warmThroughputMiBps?: number | undefined;
}

/** What of a stream may be changed during its life, its shards aside. */
export class StreamSettings {
  readonly mode: Timeline<StreamMode>;
  readonly maxRecordSizeKiB: Timeline<number>;
  /** Undefined where none was ever asked for. */
  readonly warmThroughputMiBps: Timeline<number | undefined>;
  /** The key that records are encrypted with; undefined while they are not. */
  readonly encryptionKey = new Timeline<string | undefined>(undefined);
  readonly shardLevelMetrics = new Timeline<readonly string[]>([]);
  readonly tags: Map<string, string>;
  retentionHours = DEFAULT_RETENTION_HOURS;
  distribution: DistributionStrategy;
  policy: string | undefined;

  constructor(initial: InitialSettings) {
    this.mode = new Timeline(initial.mode);
    this.maxRecordSizeKiB = new Timeline(initial.maxRecordSizeKiB);
    this.warmThroughputMiBps = new Timeline(initial.warmThroughputMiBps);
    this.tags = new Map(initial.tags);
    this.distribution = initial.distribution ?? 'USER_PARTITION_KEY';
  }
}
