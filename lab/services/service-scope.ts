import type { FirehoseClient } from '@aws-sdk/client-firehose';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Topology } from '#pipeline/topology.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import type { Target } from '../target.ts';
import type { Tell } from './status-server.ts';

/** How long a service waits at its start for what it needs. */
export const START_PATIENCE_MS = 120_000;

/** Where a service works: the target, clients of it, and what things are called there. */
export interface ServicePlace {
  readonly target: Target;
  readonly clients: Pick<ServiceScope, 'kinesis' | 'fanOut' | 'firehose' | 's3'>;
  readonly topology: Topology;
  readonly close: () => void;
}

/** What every service of the lab is given by who puts it together. */
export interface ServiceScope {
  readonly kinesis: KinesisClient;
  /** For SubscribeToShard alone, where that takes another client. */
  readonly fanOut?: KinesisClient;
  readonly firehose: FirehoseClient;
  readonly s3: S3Client;
  readonly topology: Topology;
  readonly clock: Clock;
  /** What `random` was made from. */
  readonly seed: number;
  readonly random: Random;
  readonly log: Log;
  /** Takes what the service says of itself to whoever asks. */
  readonly tell: (tell: Tell) => void;
  /** Names this process and no other, fit for a part of a key. */
  readonly incarnation: string;
  /** Among the workers of a group. Host and process, which tells them apart unless several share one. */
  readonly workerId?: string;
  readonly signal: AbortSignal;
}
