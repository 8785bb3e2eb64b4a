import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Emulator } from '#emulator/index.ts';
import type { ClockStatus, PipelineSources } from '#pipeline/status.ts';
import type { Topology } from '#pipeline/topology.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Steering } from '#runtime/scaled-clock.ts';
import type { BucketAudit } from '../bucket/audit-bucket.ts';
import { FirehoseTold } from './firehose-told.ts';
import { streamStatus } from './stream-status.ts';
import type { Traffic } from '../traffic/traffic.ts';

export interface LabSourcesOptions {
  readonly clock: Clock;
  readonly steering: Steering | undefined;
  readonly topology: Topology;
  readonly emulator: Emulator;
  readonly kinesis: KinesisClient;
  readonly traffic: Traffic | undefined;
  readonly bucket: BucketAudit;
}

/** What the parts of a lab in one process tell about themselves. */
export function labSources(options: LabSourcesOptions): PipelineSources {
  const { clock, steering, topology, emulator, kinesis, traffic, bucket } = options;
  const firehose = new FirehoseTold(emulator.firehose, topology.deliveryStream);
  return {
    clock: async () => clockStatus(clock, steering),
    stream: () => streamStatus(kinesis, topology.stream),
    producer: traffic && (async (since) => traffic.producer.status(since)),
    consumers: (traffic?.readers ?? []).map(
      ({ watch }) =>
        async (since) =>
          watch.status(since),
    ),
    firehose: async (since) => firehose.status(since),
    bucket: async () => bucket.status(),
    holderOf: async (id) => bucket.holderOf(id),
    faults: async () => emulator.faults.told(),
  };
}

const clockStatus = (clock: Clock, steering: Steering | undefined): ClockStatus => ({
  now: clock.now(),
  ...(steering?.pace() ?? { speed: 1, isPaused: false }),
});
