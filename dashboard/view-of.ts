import type { ConsumerStatus, FirehoseStatus, Latency, ProducerStatus } from '#pipeline/status.ts';
import type { Rates } from './rates.ts';
import type { Statuses } from './statuses.ts';
import type { Dot } from './messages.ts';
import type {
  BooksView,
  ConsumerView,
  FirehoseView,
  HopName,
  HopView,
  LabView,
  ProducerView,
  ShardView,
  View,
} from './view.ts';

/** Keys that are named. */
const BUSIEST_KEYS = 6;

interface Made {
  readonly lab: LabView;
  readonly shards: readonly ShardView[];
  readonly books: BooksView;
  readonly rates: Rates;
  /** The records that were picked lately. */
  readonly dots: readonly Dot[];
}

/** The picture that these statuses make. */
export function viewOf(statuses: Statuses, { lab, shards, books, rates, dots }: Made): View {
  const { clock, producer, consumers, firehose, bucket, faults } = statuses;
  return {
    lab,
    clock,
    producer: producer && producerView(producer, rates, dots),
    shards,
    consumers: consumers.map((consumer) =>
      consumerView(consumer, { books, rates, now: clock.now }),
    ),
    firehose: firehose && firehoseView(firehose, dots, rates),
    bucket: bucket && { objects: bucket.objects, records: bucket.records, bytes: bucket.bytes },
    hops: hopViews(statuses),
    books,
    faults,
  };
}

function producerView(producer: ProducerStatus, rates: Rates, dots: readonly Dot[]): ProducerView {
  const { input, put, failed, refused, retries, buffered, stride } = producer;
  return {
    tuning: producer.tuning,
    input,
    put,
    failed,
    refused,
    retries,
    buffered,
    stride,
    recordsPerSecond: tenths(rates.perSecond('put')),
    recordBytes: meanBytes(dots),
    keys: busiestKeys(dots),
    isAway: producer.isAway ?? false,
  };
}

const meanBytes = (dots: readonly Dot[]): number =>
  dots.length === 0 ? 0 : Math.round(dots.reduce((sum, { bytes }) => sum + bytes, 0) / dots.length);

function busiestKeys(dots: readonly Dot[]): ProducerView['keys'] {
  const counts = new Map<string, number>();
  for (const { key } of dots) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, BUSIEST_KEYS)
    .map(([key, count]) => ({ key, share: count / dots.length }));
}

function consumerView(
  consumer: ConsumerStatus,
  { books, rates, now }: { books: BooksView; rates: Rates; now: number },
): ConsumerView {
  const { name, subject, read, pollEveryMs, state, slowMs } = consumer;
  const { received, duplicates, outOfOrder } = consumer;
  const behind = books.consumers.find((line) => line.name === name)?.inFlight ?? 0;
  const isKilled = state === 'killed' && behind > 0;
  const shards = consumer.shards.map(({ shardId, lagMs, position, lastRecordAt }) => ({
    shardId,
    // Who does not read hears nothing: its last record is as old as that.
    lagMs: isKilled ? Math.max(lagMs, now - (lastRecordAt ?? now)) : lagMs,
    position,
    lastRecordAt,
    recordsPerSecond: tenths(rates.perSecond(`${name} ${shardId}`)),
  }));
  return {
    name,
    subject,
    read,
    pollEveryMs,
    state: consumer.isAway ? 'away' : state,
    workers: consumer.workers ?? 1,
    slowMs,
    received,
    duplicates,
    outOfOrder,
    recordsPerSecond: tenths(rates.perSecond(name)),
    behind,
    lagMs: Math.max(0, ...shards.map(({ lagMs }) => lagMs)),
    shards,
  };
}

function firehoseView(told: FirehoseStatus, dots: readonly Dot[], rates: Rates): FirehoseView {
  const { basis, isAway = false, status, sizeBytes, intervalMs, buffered, waiting } = told;
  return {
    basis,
    isAway,
    status,
    sizeBytes,
    intervalMs,
    records: buffered.records,
    bytes: buffered.bytes,
    bytesPerSecond: Math.round(rates.perSecond('firehose') * meanBytes(dots)),
    firstRecordAt: buffered.firstRecordAt,
    dueAt: buffered.dueAt,
    waiting,
  };
}

function hopViews({ producer, consumers, bucket }: Statuses): HopView[] {
  return [
    ...(producer ? [hop('produced', producer)] : []),
    ...consumers.map((consumer) => hop(consumer.read, consumer, consumer.name)),
    ...(bucket ? [hop('s3', bucket)] : []),
  ];
}

const hop = (
  name: HopName,
  { latency, isEstimate = false }: { readonly latency: Latency; readonly isEstimate?: boolean },
  consumer?: string,
): HopView => ({ name, consumer, isEstimate, ...latency });

const tenths = (value: number): number => Math.round(value * 10) / 10;
