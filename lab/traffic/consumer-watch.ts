import type { InRecord, Lag } from '#consumers/client/consumer.ts';
import type { Alert } from '#consumers/fraud/detector.ts';
import type { ClosedWindow } from '#consumers/monitoring/window.ts';
import type { LabRecord } from '#pipeline/record.ts';
import { Recent, Serial } from '#pipeline/recent.ts';
import { Sampler } from '#pipeline/sampler.ts';
import type {
  AlertTold,
  ConsumerStatus,
  SeenSample,
  ShardReading,
  WindowTold,
} from '#pipeline/status.ts';
import { systemClock, type Clock } from '#runtime/clock.ts';
import type { LatencyHistogram } from '#runtime/latency.ts';
import { latencyTold } from '../latency-told.ts';

const KEPT_SAMPLES = 1_000;
const KEPT_STORIES = 50;
/** Keys of a window that are named. */
const BUSIEST_KEYS = 5;

type Told = Pick<
  ConsumerStatus,
  'state' | 'slowMs' | 'received' | 'duplicates' | 'outOfOrder' | 'foreign' | 'missingSince'
> & { readonly lag: Lag };

export interface ConsumerWatchOptions extends Pick<
  ConsumerStatus,
  'name' | 'subject' | 'read' | 'pollEveryMs'
> {
  readonly clock: Clock;
  readonly latency: () => LatencyHistogram;
  /** How it stands at this moment. */
  readonly now: () => Told;
}

/** What a consumer tells about itself. */
export class ConsumerWatch {
  readonly #options: ConsumerWatchOptions;
  readonly #sampler = new Sampler(systemClock);
  readonly #samples: Recent<SeenSample>;
  readonly #windows: Recent<WindowTold>;
  readonly #alerts: Recent<AlertTold>;
  readonly #shards = new Map<string, { records: number; bytes: number }>();

  constructor(options: ConsumerWatchOptions) {
    this.#options = options;
    const serial = new Serial();
    this.#samples = new Recent(serial, KEPT_SAMPLES);
    this.#windows = new Recent(serial, KEPT_STORIES);
    this.#alerts = new Recent(serial, KEPT_STORIES);
  }

  onRecord(record: InRecord<LabRecord>, seenAt: number): void {
    const { data, raw, shardId, sequenceNumber } = record;
    const total = this.#shards.get(shardId);
    if (total) {
      total.records += 1;
      total.bytes += raw.length;
    } else this.#shards.set(shardId, { records: 1, bytes: raw.length });
    if (!this.#sampler.picks(data)) return;
    this.#samples.add({
      id: data.id,
      key: record.partitionKey ?? data.key,
      shardId,
      sequenceNumber,
      bytes: raw.length,
      arrivedAt: record.arrivedAt.getTime(),
      seenAt,
    });
  }

  onWindow({ startAt, endAt, overall, keys }: ClosedWindow): void {
    const busiest = keys.slice(0, BUSIEST_KEYS).map(({ key, count }) => ({ key, records: count }));
    this.#windows.add({ startAt, endAt, records: overall.count, keys: busiest });
  }

  onAlert({ key, why }: Alert): void {
    this.#alerts.add({ at: this.#options.clock.now(), key, why });
  }

  status(since: number): ConsumerStatus {
    const { name, subject, read, pollEveryMs, latency, now } = this.#options;
    const { lag, ...told } = now();
    return {
      name,
      subject,
      read,
      pollEveryMs,
      ...told,
      latency: latencyTold(latency()),
      shards: this.#readings(lag),
      stride: this.#sampler.stride,
      samples: this.#samples.since(since),
      windows: this.#windows.since(since),
      alerts: this.#alerts.since(since),
    };
  }

  #readings({ shards }: Lag): ShardReading[] {
    return shards.map(({ shardId, millisBehind, position, lastRecordAt }) => ({
      shardId,
      lagMs: millisBehind,
      position,
      lastRecordAt,
      ...(this.#shards.get(shardId) ?? { records: 0, bytes: 0 }),
    }));
  }
}
