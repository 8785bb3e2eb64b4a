import type {
  ConsumerStatus,
  FirehoseStatus,
  Latency,
  PipelineSources,
  ProducerStatus,
  StreamStatus,
} from '#pipeline/status.ts';
import { Collector } from './collector.ts';
import type { LabView } from './view.ts';

/** Parts that tell what a test lets them tell. Everything may be changed between two rounds. */
export interface GivenParts {
  now: number;
  isPaused: boolean;
  stream: StreamStatus;
  producer: ProducerStatus;
  consumers: ConsumerStatus[];
  faults: { active: { name: string; endsAt: number }[]; hits: Record<string, number> };
}

const NOTHING: Latency = { count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0, counts: [] };

const HALF = 2n ** 127n;

export const givenShard = (
  index: number,
  start: bigint,
  end: bigint,
  parentIds: string[] = [],
) => ({
  shardId: `shardId-${String(index).padStart(12, '0')}`,
  parentIds,
  startingHashKey: String(start),
  endingHashKey: String(end),
  isOpen: true,
});

export const givenConsumer = (
  name: string,
  changes: Partial<ConsumerStatus> = {},
): ConsumerStatus => ({
  name,
  subject: 'monitoring',
  read: 'polling',
  pollEveryMs: 1_000,
  state: 'running',
  slowMs: 0,
  received: 0,
  duplicates: 0,
  outOfOrder: 0,
  foreign: 0,
  latency: NOTHING,
  shards: [],
  stride: 1,
  samples: [],
  windows: [],
  alerts: [],
  ...changes,
});

export const givenReading = (shardId: string, records = 0, bytes = 0) => ({
  shardId,
  lagMs: 0,
  position: undefined,
  lastRecordAt: undefined,
  records,
  bytes,
});

/** Estimated, and empty. */
export const givenFirehose: FirehoseStatus = {
  name: 'events-to-s3',
  basis: 'estimated',
  status: 'ACTIVE',
  sizeBytes: 1_000,
  intervalMs: 60_000,
  received: 0,
  delivered: 0,
  failed: 0,
  buffered: { records: 0, bytes: 0 },
  deliveries: [],
};

export const givenParts = (): GivenParts => ({
  now: 1_000_000,
  isPaused: false,
  stream: {
    name: 'events',
    shards: [givenShard(0, 0n, HALF - 1n), givenShard(1, HALF, 2n * HALF - 1n)],
  },
  producer: {
    input: 'given',
    put: 0,
    failed: 0,
    refused: 0,
    retries: 0,
    buffered: 0,
    stride: 1,
    latency: NOTHING,
    samples: [],
  },
  consumers: [givenConsumer('one')],
  faults: { active: [], hits: {} },
});

/** Asks `parts` as they are at that moment; samples and rows only once. */
export const sourcesOf = (parts: GivenParts): PipelineSources => ({
  clock: async () => ({ now: parts.now, speed: 1, isPaused: parts.isPaused }),
  stream: async () => parts.stream,
  producer: async (since) => ({
    ...parts.producer,
    samples: parts.producer.samples.filter(({ n }) => n > since),
  }),
  consumers: parts.consumers.map((_, at) => async (since: number) => {
    const consumer = parts.consumers[at] ?? givenConsumer('gone');
    return {
      ...consumer,
      samples: consumer.samples.filter(({ n }) => n > since),
      alerts: consumer.alerts.filter(({ n }) => n > since),
    };
  }),
  faults: async () => parts.faults,
});

export const givenLabView: LabView = {
  epoch: 'given',
  target: 'embedded',
  stream: 'events',
  deliveryStream: 'events-to-s3',
  bucket: 'events-archive',
  endpoint: 'http://127.0.0.1:4566',
  can: { steer: true, put: true, produce: true, reshard: true, consumers: true, faults: true },
  faultKinds: [{ name: 'storm', fisAction: undefined, code: 'StormException', share: 1 }],
};

export const TICK_MS = 100;

/** A collector of these parts, a tick of the page after the other. */
export function givenCollector(parts: GivenParts = givenParts()) {
  const collector = new Collector(sourcesOf(parts), givenLabView);
  const tick = (change?: (of: GivenParts) => void) => {
    parts.now += TICK_MS;
    change?.(parts);
    return collector.tick();
  };
  return { parts, collector, tick };
}
