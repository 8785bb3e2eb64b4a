import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Delivery, Emulator } from '#emulator/index.ts';
import { Recent, Serial } from '#pipeline/recent.ts';
import type {
  ClockStatus,
  DeliveryTold,
  FirehoseStatus,
  PipelineSources,
} from '#pipeline/status.ts';
import type { Topology } from '#pipeline/topology.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Steering } from '#runtime/scaled-clock.ts';
import type { BucketAudit } from './audit-bucket.ts';
import { streamStatus } from './stream-status.ts';
import type { Traffic } from './traffic.ts';

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
  const deliveries = new DeliveriesTold(emulator, topology);
  return {
    clock: async () => clockStatus(clock, steering),
    stream: () => streamStatus(kinesis, topology.stream),
    producer: traffic && (async (since) => traffic.producer.status(since)),
    consumers: (traffic?.readers ?? []).map(
      ({ watch }) =>
        async (since) =>
          watch.status(since),
    ),
    firehose: async (since) => firehoseStatus(emulator, topology, deliveries.since(since)),
    bucket: async () => bucket.status(),
    holderOf: async (id) => bucket.holderOf(id),
    faults: async () => emulator.faults.told(),
  };
}

const clockStatus = (clock: Clock, steering: Steering | undefined): ClockStatus => ({
  now: clock.now(),
  ...(steering?.pace() ?? { speed: 1, isPaused: false }),
});

function firehoseStatus(
  emulator: Emulator,
  { deliveryStream }: Topology,
  deliveries: FirehoseStatus['deliveries'],
): FirehoseStatus {
  const status = emulator.firehose.statuses().find(({ name }) => name === deliveryStream);
  if (!status) return { ...NO_DELIVERY_STREAM, name: deliveryStream };
  const { lastDelivery, ...told } = status;
  return { ...told, deliveries: lastDelivery ? deliveries : [] };
}

const NO_DELIVERY_STREAM: Omit<FirehoseStatus, 'name'> = {
  status: 'DELETED',
  sizeBytes: 0,
  intervalMs: 0,
  received: 0,
  delivered: 0,
  failed: 0,
  buffered: { records: 0, bytes: 0 },
  deliveries: [],
};

const KEPT_DELIVERIES = 200;

/** The newest deliveries of the lab's delivery stream, numbered as they are first looked at. */
class DeliveriesTold {
  readonly #emulator: Emulator;
  readonly #topology: Topology;
  readonly #recent = new Recent<DeliveryTold>(new Serial(), KEPT_DELIVERIES);
  #seen: Delivery | undefined;

  constructor(emulator: Emulator, topology: Topology) {
    this.#emulator = emulator;
    this.#topology = topology;
  }

  since(n: number): FirehoseStatus['deliveries'] {
    const all = this.#emulator.firehose.deliveries();
    const fresh = all.slice((this.#seen ? all.lastIndexOf(this.#seen) : -1) + 1);
    this.#seen = all.at(-1) ?? this.#seen;
    for (const delivery of fresh.slice(-KEPT_DELIVERIES)) this.#add(delivery);
    return this.#recent.since(n);
  }

  #add({ deliveryStream, key, records, bytes, trigger, ...instants }: Delivery): void {
    if (deliveryStream !== this.#topology.deliveryStream) return;
    const { firstRecordAt, dueAt, deliveredAt } = instants;
    this.#recent.add({ key, records, bytes, trigger, firstRecordAt, dueAt, deliveredAt });
  }
}
