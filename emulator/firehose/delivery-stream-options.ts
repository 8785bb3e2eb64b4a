import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import type { Track } from './compress.ts';
import type { Destination } from './destination.ts';
import type { FirehoseState, StoredDeliveryStream, StreamSource } from './state.ts';
import type { Delivery, Status } from './status.ts';

export interface DeliveryStreamOptions {
  readonly name: string;
  readonly arn: string;
  /** Absent: Direct PUT. */
  readonly source?: StreamSource | undefined;
  readonly destination: Destination;
  readonly createMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly track: Track;
  readonly kinesis: KinesisClient;
  readonly s3: S3Client;
  readonly onDelivery: (delivery: Delivery) => void;
  readonly keeping: FirehoseState;
  /** As another process has left it. */
  readonly stored?: StoredDeliveryStream | undefined;
}

/** What of a delivery stream changes while it lives. */
export interface DeliveryStreamState {
  readonly status: Status;
  readonly version: number;
  readonly destination: Destination;
  readonly updatedAt?: number;
  /** When the source's tip was taken: `DeliveryStartTimestamp`. */
  readonly readsSince?: number;
  /** Why it could not be created. */
  readonly failure?: string;
}
