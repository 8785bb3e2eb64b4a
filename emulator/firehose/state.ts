import type { DestinationSettings } from './destination.ts';
import type { Delivery } from './status.ts';

export interface StreamSource {
  readonly streamArn: string;
  readonly streamName: string;
  readonly roleArn: string;
}

/** How far a source has been delivered: enough to go on after the process has ended. */
export interface StoredProgress {
  /** When the stream that is read was created, in epoch ms; another one begins anew. */
  readonly streamCreatedAt: number;
  /** When its tips were taken, in epoch ms. */
  readonly since: number;
  /** The shards that were open then, and those that were closed, which are never read. */
  readonly tips: readonly string[];
  readonly skipped: readonly string[];
  /** By shard, the sequence number up to which everything is in S3. */
  readonly delivered: Readonly<Record<string, string>>;
}

/** One delivery stream as it is kept between processes. */
export interface StoredDeliveryStream {
  readonly name: string;
  readonly createdAt: number;
  readonly version: number;
  readonly settings: DestinationSettings;
  readonly source?: StreamSource;
  readonly progress?: StoredProgress;
  readonly tags: Readonly<Record<string, string>>;
  /** The newest ones, oldest first. */
  readonly deliveries: readonly Delivery[];
}

/**
 * Where delivery streams are kept. What is not in S3 yet is not: it is read from the source again,
 * so a crash repeats what was delivered and not yet written down, and loses nothing. What came by
 * Direct PUT has no source and ends with the process.
 */
export interface FirehoseState {
  readonly load: () => Promise<readonly StoredDeliveryStream[]>;
  readonly save: (stream: StoredDeliveryStream) => Promise<void>;
  readonly forget: (name: string) => Promise<void>;
}

/** Delivery streams that end with the process. */
export const forgetfulState: FirehoseState = {
  load: () => Promise.resolve([]),
  save: () => Promise.resolve(),
  forget: () => Promise.resolve(),
};
