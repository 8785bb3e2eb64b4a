import { encodeRecord, type LabRecord } from '#pipeline/record.ts';
import { Recent, Serial } from '#pipeline/recent.ts';
import { Sampler } from '#pipeline/sampler.ts';
import type { ProducerStatus, PutSample, Tuning } from '#pipeline/status.ts';
import type { ProducerStats, Receipt } from '#producer/client/producer.ts';
import { systemClock, type Clock } from '#runtime/clock.ts';
import type { LatencyHistogram } from '#runtime/latency.ts';
import { latencyTold } from '../latency-told.ts';

/** A poller sees about a second's worth at once, so a little more is kept. */
const KEPT = 1_000;

export interface ProducerWatchOptions {
  readonly input: string;
  readonly clock: Clock;
  readonly latency: () => LatencyHistogram;
  /** What was put, given up and refused so far. */
  readonly count: () => Pick<ProducerStatus, 'put' | 'failed' | 'refused'>;
  readonly stats: () => ProducerStats;
  readonly tuning?: () => Tuning;
}

/** What the producer tells about itself. */
export class ProducerWatch {
  readonly #options: ProducerWatchOptions;
  readonly #sampler = new Sampler(systemClock);
  readonly #samples = new Recent<PutSample>(new Serial(), KEPT);

  constructor(options: ProducerWatchOptions) {
    this.#options = options;
  }

  onPut(record: LabRecord, { shardId, sequenceNumber }: Receipt): void {
    if (!this.#sampler.picks(record)) return;
    const { id, key, producedAt } = record;
    const putAt = this.#options.clock.now();
    const bytes = encodeRecord(record).length;
    this.#samples.add({ id, key, shardId, sequenceNumber, bytes, producedAt, putAt });
  }

  status(since: number): ProducerStatus {
    const { input, latency, count, stats, tuning } = this.#options;
    const { retries, bufferedRecords } = stats();
    return {
      ...(tuning && { tuning: tuning() }),
      input,
      ...count(),
      retries,
      buffered: bufferedRecords,
      stride: this.#sampler.stride,
      latency: latencyTold(latency()),
      samples: this.#samples.since(since),
    };
  }
}
