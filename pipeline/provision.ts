import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  ResourceInUseException as DeliveryStreamExists,
  type FirehoseClient,
} from '@aws-sdk/client-firehose';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ResourceInUseException as StreamExists,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { BucketAlreadyOwnedByYou, CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '#runtime/clock.ts';
import { EXIT, ExpectedError } from '#runtime/errors.ts';
import type { Topology } from './topology.ts';

/** What is made at once is seen at once; what takes AWS half a minute costs few calls. */
const FIRST_POLL_MS = 25;
const MAX_POLL_MS = 1_000;
const PATIENCE_MS = 120_000;

export interface ProvisionOptions {
  readonly kinesis: KinesisClient;
  readonly firehose: FirehoseClient;
  readonly s3: S3Client;
  readonly clock: Clock;
  readonly topology: Topology;
}

/** Something stayed in another state than ACTIVE for longer than we wait. */
export class NeverActive extends ExpectedError {
  readonly code = 'never-active';
  override readonly exitCode = EXIT.service;
}

/**
 * Creates what the topology names, whatever of it exists already, and returns once all is ACTIVE.
 * The delivery stream comes last and nothing may be put before: it reads its source from LATEST.
 * Resolves to the topology as it is: what was there already keeps its shards and its buffer.
 */
export async function provision({
  kinesis,
  firehose,
  s3,
  clock,
  topology,
}: ProvisionOptions): Promise<Topology> {
  await Promise.all([
    createBucket(s3, topology.bucket),
    createBucket(s3, topology.stateBucket),
    createStream(kinesis, topology),
  ]);
  const stream = await untilActive(`stream ${topology.stream}`, clock, async () => {
    const { StreamDescriptionSummary: summary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: topology.stream }),
    );
    return {
      status: summary?.StreamStatus,
      arn: summary?.StreamARN,
      shards: summary?.OpenShardCount ?? topology.shards,
    };
  });
  const buffer = await provisionDeliveryStream({ firehose, clock, topology }, stream.arn);
  return { ...topology, shards: stream.shards, ...buffer };
}

/** The delivery stream of the topology, whether or not it exists already, ACTIVE; with its own buffer. */
export async function provisionDeliveryStream(
  { firehose, clock, topology }: Pick<ProvisionOptions, 'firehose' | 'clock' | 'topology'>,
  streamArn: string | undefined,
): Promise<Pick<Topology, 'bufferSeconds' | 'bufferMiB'>> {
  await createDeliveryStream(firehose, topology, streamArn);
  const { hints } = await untilActive(
    `delivery stream ${topology.deliveryStream}`,
    clock,
    async () => {
      const { DeliveryStreamDescription: described } = await firehose.send(
        new DescribeDeliveryStreamCommand({ DeliveryStreamName: topology.deliveryStream }),
      );
      const destination = described?.Destinations?.[0]?.ExtendedS3DestinationDescription;
      return { status: described?.DeliveryStreamStatus, hints: destination?.BufferingHints };
    },
  );
  return {
    bufferSeconds: hints?.IntervalInSeconds ?? topology.bufferSeconds,
    bufferMiB: hints?.SizeInMBs ?? topology.bufferMiB,
  };
}

const createBucket = (s3: S3Client, Bucket: string): Promise<void> =>
  unlessItExists(
    s3.send(new CreateBucketCommand({ Bucket })),
    (error) => error instanceof BucketAlreadyOwnedByYou,
  );

const createStream = (kinesis: KinesisClient, { stream, shards }: Topology): Promise<void> =>
  unlessItExists(
    kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shards })),
    (error) => error instanceof StreamExists,
  );

const createDeliveryStream = (
  firehose: FirehoseClient,
  topology: Topology,
  streamArn: string | undefined,
): Promise<void> =>
  unlessItExists(
    firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: topology.deliveryStream,
        DeliveryStreamType: 'KinesisStreamAsSource',
        KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn, RoleARN: topology.role },
        ExtendedS3DestinationConfiguration: {
          RoleARN: topology.role,
          BucketARN: `arn:aws:s3:::${topology.bucket}`,
          BufferingHints: {
            IntervalInSeconds: topology.bufferSeconds,
            SizeInMBs: topology.bufferMiB,
          },
        },
      }),
    ),
    (error) => error instanceof DeliveryStreamExists,
  );

async function unlessItExists(
  creation: Promise<unknown>,
  exists: (error: unknown) => boolean,
): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!exists(error)) throw error;
  }
}

async function untilActive<State extends { readonly status: string | undefined }>(
  what: string,
  clock: Clock,
  describe: () => Promise<State>,
): Promise<State> {
  const giveUpAt = clock.now() + PATIENCE_MS;
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 2, MAX_POLL_MS)) {
    const state = await describe();
    if (state.status === 'ACTIVE') return state;
    if (clock.now() >= giveUpAt) throw new NeverActive(`${what} is still ${state.status}`);
    await clock.sleep(pollMs);
  }
}
