import { Recent, Serial } from '#pipeline/recent.ts';
import type {
  BucketStatus,
  ConsumerStatus,
  DeliveryTold,
  FirehoseBasis,
  FirehoseStatus,
  ProducerStatus,
  Trigger,
} from '#pipeline/status.ts';
import type { Topology } from '#pipeline/topology.ts';
import type { OpenedObject } from '../bucket/audit-bucket.ts';

const KEPT_DELIVERIES = 200;
const MOST_READINGS = 4_000;
/** A buffer that is delivered by its size is not filled to the last byte. */
const FULL_SHARE = 0.9;

export interface FirehoseEstimateOptions {
  readonly name: string;
  readonly basis: Exclude<FirehoseBasis, 'told'>;
  readonly sizeBytes: number;
  readonly intervalMs: number;
}

/** What is known beside a Firehose that tells nothing. */
export interface Beside {
  readonly now: number;
  readonly producer: ProducerStatus | undefined;
  readonly consumers: readonly ConsumerStatus[];
  readonly bucket: BucketStatus;
}

/**
 * A Firehose that shows nothing of its own, from what is on the stream and what is in the bucket: it
 * holds the difference, since the moment at which the stream had more than the bucket has now.
 */
export class FirehoseEstimate {
  readonly #options: FirehoseEstimateOptions;
  readonly #deliveries = new Recent<DeliveryTold>(new Serial(), KEPT_DELIVERIES);
  #readings: { readonly at: number; readonly records: number }[] = [];

  constructor(options: FirehoseEstimateOptions) {
    this.#options = options;
  }

  opened({ key, records, bytes, firstRecordAt, deliveredAt }: OpenedObject): void {
    const { intervalMs } = this.#options;
    const first = firstRecordAt ?? deliveredAt;
    const trigger = this.#triggerOf(bytes);
    const dueAt = trigger === 'interval' ? first + intervalMs : deliveredAt;
    this.#deliveries.add({
      key,
      records,
      bytes,
      trigger,
      firstRecordAt: first,
      dueAt,
      deliveredAt,
    });
  }

  status(since: number, beside: Beside): FirehoseStatus {
    const { now, bucket } = beside;
    const { intervalMs, basis, ...options } = this.#options;
    const delivered = bucket.distinct;
    const received = Math.max(delivered, onStream(beside));
    this.#note(now, received, delivered);
    const records = received - delivered;
    const firstRecordAt = records > 0 ? this.#readings[0]?.at : undefined;
    return {
      ...options,
      basis,
      intervalMs,
      status: 'ACTIVE',
      received,
      delivered,
      failed: 0,
      buffered: {
        records,
        bytes: Math.round(records * bytesPerRecord(beside.consumers)),
        ...(firstRecordAt !== undefined && { firstRecordAt }),
        ...(firstRecordAt !== undefined &&
          basis === 'estimated' && { dueAt: firstRecordAt + intervalMs }),
      },
      deliveries: this.#deliveries.since(since),
    };
  }

  /** Keeps when the stream first had what the bucket has not. */
  #note(at: number, records: number, delivered: number): void {
    if (records > (this.#readings.at(-1)?.records ?? 0)) this.#readings.push({ at, records });
    this.#readings = this.#readings.filter((reading) => reading.records > delivered);
    // Of a Firehose that delivers nothing for hours, every second moment will do.
    if (this.#readings.length > MOST_READINGS) {
      this.#readings = this.#readings.filter((_, index) => index % 2 === 0);
    }
  }

  #triggerOf(bytes: number): Trigger {
    const { basis, sizeBytes } = this.#options;
    if (basis === 'unbuffered') return 'unknown';
    return bytes >= FULL_SHARE * sizeBytes ? 'size' : 'interval';
  }
}

/** What others put cannot be told apart again in an object, so only the lab's own records count. */
const onStream = ({ producer, consumers }: Beside): number =>
  Math.max(
    producer?.put ?? 0,
    ...consumers.map(({ received, duplicates }) => received - duplicates),
  );

function bytesPerRecord(consumers: readonly ConsumerStatus[]): number {
  const shards = consumers.flatMap((consumer) => consumer.shards);
  const records = shards.reduce((sum, shard) => sum + shard.records, 0);
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  return records === 0 ? 0 : bytes / records;
}

const BYTES_PER_MIB = 1_048_576;

/** What a delivery stream of the lab is asked to hold back. */
export const hintsOf = ({ deliveryStream, bufferMiB, bufferSeconds }: Topology) => ({
  name: deliveryStream,
  sizeBytes: bufferMiB * BYTES_PER_MIB,
  intervalMs: bufferSeconds * 1_000,
});
