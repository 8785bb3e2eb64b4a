import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  createConsumer,
  s3DeadLetter,
  s3Store,
  type Consumer,
  type CoordinationStore,
} from '#consumers/client/consumer.ts';
import { recordCodec, type LabRecord } from '#pipeline/record.ts';
import type { Topology } from '#pipeline/topology.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';

export interface LabConsumerOptions {
  readonly kinesis: KinesisClient;
  /** For SubscribeToShard alone, where that takes another client. */
  readonly fanOut?: KinesisClient;
  readonly s3: S3Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly topology: Topology;
  /** Also the name of its group. */
  readonly name: string;
  readonly read: 'polling' | 'efo';
  /** Host and process. */
  readonly workerId?: string;
}

/** A consumer of the lab's stream that keeps its place and its dead letters in the state bucket. */
export const labConsumer = (
  { kinesis, fanOut, s3, clock, random, log, topology, name, read, workerId }: LabConsumerOptions,
  store: CoordinationStore = checkpointStore({ s3, topology }),
): Consumer<LabRecord> =>
  createConsumer<LabRecord>({
    stream: topology.stream,
    group: name,
    ...(workerId !== undefined && { workerId }),
    client: kinesis,
    ...(fanOut && { fanOutClient: fanOut }),
    codec: recordCodec,
    read,
    store,
    failure: {
      deadLetter: s3DeadLetter({ client: s3, bucket: topology.stateBucket, prefix: 'dead/' }),
    },
    clock,
    random: random.fork(name),
    log: log.child({ consumer: name }),
  });

export const checkpointStore = ({
  s3,
  topology,
}: Pick<LabConsumerOptions, 's3' | 'topology'>): CoordinationStore =>
  s3Store({ client: s3, bucket: topology.stateBucket, prefix: 'checkpoints/' });
