import type { Delivery, DeliveryStreamStatus } from '#emulator/index.ts';
import { scoreAlerts, type AlertScore } from '#consumers/fraud/score-alerts.ts';
import { isBalanced, type Books, type FirehoseBooks } from '#pipeline/books.ts';
import { Ledger } from '#pipeline/ledger.ts';
import type { Topology } from '#pipeline/topology.ts';
import { LatencyHistogram, type LatencySummary } from '#runtime/latency.ts';
import { S3_PLACE, type BucketAudit } from './audit-bucket.ts';
import type { RefusedLine } from './refused-lines.ts';
import type { Traffic } from './traffic.ts';

/** What a run ends with; the JSON form keeps these names. Instants are ISO 8601, the lab's clock. */
export interface Report {
  readonly target: string;
  /** Lab seconds per second; 0 on a virtual clock. */
  readonly speed: number;
  /** Lab seconds from the first moment to the report. */
  readonly seconds: number;
  readonly seed: number;
  readonly input: InputReport;
  readonly books: Books;
  readonly latencyMs: Readonly<Record<LatencyName, DocumentedLatency>>;
  readonly deliveries: readonly ReportedDelivery[];
  readonly fraud: AlertScore;
}

export interface InputReport {
  readonly name: string;
  /** Lines of a file or of stdin that became no record. */
  readonly refused: number;
  /** The first ones. */
  readonly refusals: readonly RefusedLine[];
}

export type LatencyName = 'producedToPut' | 'putToConsumer1' | 'putToConsumer2' | 'putToS3';

export interface DocumentedLatency extends LatencySummary {
  /** AWS's own figure for this hop, in words. */
  readonly awsDocuments: string;
}

export type ReportedDelivery = Pick<Delivery, 'key' | 'records' | 'bytes' | 'trigger'> & {
  readonly firstRecordAt: string;
  readonly dueAt: string;
  readonly deliveredAt: string;
};

export interface ReportSources {
  readonly target: string;
  readonly speed: number;
  readonly seed: number;
  readonly seconds: number;
  readonly topology: Topology;
  readonly traffic: Traffic | undefined;
  readonly firehose: DeliveryStreamStatus | undefined;
  /** Where Firehose does not tell: what it must have and hold, from the records in the bucket. */
  readonly inferFirehose?: (recordsInBucket: number) => FirehoseBooks;
  readonly deliveries: readonly Delivery[];
  readonly bucket: BucketAudit;
}

/** Reads the bucket back and draws up the report of everything so far. */
export async function buildReport(sources: ReportSources): Promise<Report> {
  const { target, speed, seed, seconds, topology, traffic } = sources;
  return {
    target,
    speed,
    seconds,
    seed,
    input: inputOf(traffic),
    books: await drawUpBooks(sources),
    latencyMs: latenciesOf(sources),
    deliveries: sources.deliveries
      .filter((delivery) => delivery.deliveryStream === topology.deliveryStream)
      .map(reported),
    fraud: traffic?.fraudScore() ?? scoreAlerts([], []),
  };
}

function inputOf(traffic: Traffic | undefined): InputReport {
  if (!traffic) return { name: 'none', refused: 0, refusals: [] };
  const { inputName, refused } = traffic;
  return { name: inputName, refused: refused.count, refusals: refused.quoted };
}

function latenciesOf({ topology, traffic, bucket }: ReportSources): Report['latencyMs'] {
  const { monitoring, fraud } = topology.consumers;
  const hop = (histogram: LatencyHistogram | undefined, awsDocuments: string) => ({
    ...(histogram ?? new LatencyHistogram()).summary(),
    awsDocuments,
  });
  const seenBy = (consumer: string) => traffic?.latency.consumers.get(consumer);
  return {
    producedToPut: hop(
      traffic?.latency.produced,
      'not stated: the client, its linger and one call',
    ),
    putToConsumer1: hop(seenBy(monitoring), POLLING),
    putToConsumer2: hop(seenBy(fraud), FAN_OUT),
    putToS3: hop(bucket.latency, buffering(topology)),
  };
}

const POLLING =
  '~200 ms on average with one polling consumer, ~1,000 ms with five; polling once per second adds up to 1 s';
const FAN_OUT = '~70 ms on average with enhanced fan-out, for any number of consumers';

const buffering = ({ bufferSeconds, bufferMiB }: Topology): string =>
  `when ${bufferMiB} MiB are buffered or ${bufferSeconds} s after the buffer's first record, whichever is first; ` +
  'the project this lab grew from saw about one minute on average';

async function drawUpBooks(sources: ReportSources): Promise<Books> {
  const { traffic, topology, firehose, bucket } = sources;
  const inBucket = await bucket.readAll();
  const ledger = traffic?.ledger ?? new Ledger('');
  const told = firehose === undefined ? NOTHING_HELD : firehoseBooks(firehose);
  const held = sources.inferFirehose?.(inBucket.records) ?? told;
  const { missing, duplicates, outOfOrder } = ledger.tally(S3_PLACE);
  const readers = traffic === undefined ? [] : Object.values(topology.consumers);
  const books = {
    put: ledger.put,
    failed: ledger.failed,
    foreign: ledger.foreign,
    consumers: Object.fromEntries(readers.map((name) => [name, ledger.tally(name)])),
    firehose: held,
    s3: {
      ...inBucket,
      missing: Math.max(0, missing - held.buffered - held.failed),
      duplicates,
      outOfOrder,
    },
  };
  return { ...books, balanced: isBalanced(books) };
}

const NOTHING_HELD: FirehoseBooks = { received: 0, delivered: 0, buffered: 0, failed: 0 };

const firehoseBooks = (status: DeliveryStreamStatus): FirehoseBooks => ({
  received: status.received,
  delivered: status.delivered,
  buffered: status.buffered.records,
  failed: status.failed,
});

const reported = (delivery: Delivery): ReportedDelivery => ({
  key: delivery.key,
  records: delivery.records,
  bytes: delivery.bytes,
  trigger: delivery.trigger,
  firstRecordAt: new Date(delivery.firstRecordAt).toISOString(),
  dueAt: new Date(delivery.dueAt).toISOString(),
  deliveredAt: new Date(delivery.deliveredAt).toISOString(),
});
