import type { Delivery, DeliveryStreamStatus } from '#emulator/index.ts';
import { scoreAlerts, type AlertScore } from '#consumers/fraud/score-alerts.ts';
import { isBalanced, type Books, type FirehoseBooks } from '#pipeline/books.ts';
import { Ledger } from '#pipeline/ledger.ts';
import type { Topology } from '#pipeline/topology.ts';
import { LatencyHistogram, type LatencySummary } from '#runtime/latency.ts';
import { S3_PLACE, type BucketAudit, type OpenedObject } from '../bucket/audit-bucket.ts';
import type { RefusedLine } from '../traffic/refused-lines.ts';
import type { Traffic } from '../traffic/traffic.ts';

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
  /** The hop in words. */
  readonly hop: string;
  /** AWS's own figure for this hop, in words. */
  readonly awsDocuments: string;
}

/** Of a Firehose that does not tell, the trigger is unknown and so is when the object was due. */
export type ReportedDelivery = Pick<Delivery, 'key' | 'records' | 'bytes'> & {
  readonly trigger: Delivery['trigger'] | 'unknown';
  readonly firstRecordAt: string | null;
  readonly dueAt: string | null;
  readonly deliveredAt: string;
};

/** How a consumer reads. */
export type Read = 'polling' | 'efo';

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

const latenciesOf = ({ topology, traffic, bucket }: ReportSources): Report['latencyMs'] =>
  documented(
    {
      produced: traffic?.latency.produced,
      consumers: traffic?.latency.consumers ?? new Map(),
      bucket: bucket.latency,
    },
    { topology, reads: new Map([[topology.consumers.fraud, 'efo']]), buffers: true },
  );

export interface MeasuredHops {
  readonly produced: LatencyHistogram | undefined;
  readonly consumers: ReadonlyMap<string, LatencyHistogram>;
  readonly bucket: LatencyHistogram;
}

export interface HopFacts {
  readonly topology: Topology;
  /** By consumer; polling unless it says otherwise. */
  readonly reads: ReadonlyMap<string, Read>;
  /** Whether this Firehose keeps to its buffering hints. */
  readonly buffers: boolean;
}

/** What was measured of each hop, beside what AWS says of it. */
export function documented(
  { produced, consumers, bucket }: MeasuredHops,
  { topology, reads, buffers }: HopFacts,
): Report['latencyMs'] {
  const measured = (
    histogram: LatencyHistogram | undefined,
    hop: string,
    awsDocuments: string,
  ): DocumentedLatency => ({
    ...(histogram ?? new LatencyHistogram()).summary(),
    hop,
    awsDocuments,
  });
  const seenBy = (consumer: string): DocumentedLatency => {
    const isPushed = reads.get(consumer) === 'efo';
    const hop = `put → ${consumer} (${isPushed ? 'fan-out' : 'polling'})`;
    return measured(consumers.get(consumer), hop, isPushed ? FAN_OUT : POLLING);
  };
  const s3 = buffering(topology);
  return {
    producedToPut: measured(
      produced,
      'produced → put',
      'not stated: the client, its linger and one call',
    ),
    putToConsumer1: seenBy(topology.consumers.monitoring),
    putToConsumer2: seenBy(topology.consumers.fraud),
    putToS3: measured(
      bucket,
      'put → S3 object',
      buffers ? s3 : `${s3}; the Firehose of this target does not buffer`,
    ),
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

/** An object whose delivery nobody has told of. */
export const reportedObject = (object: OpenedObject): ReportedDelivery => ({
  key: object.key,
  records: object.records,
  bytes: object.bytes,
  trigger: 'unknown',
  firstRecordAt:
    object.firstRecordAt === undefined ? null : new Date(object.firstRecordAt).toISOString(),
  dueAt: null,
  deliveredAt: new Date(object.deliveredAt).toISOString(),
});

export const reported = (delivery: Delivery): ReportedDelivery => ({
  key: delivery.key,
  records: delivery.records,
  bytes: delivery.bytes,
  trigger: delivery.trigger,
  firstRecordAt: new Date(delivery.firstRecordAt).toISOString(),
  dueAt: new Date(delivery.dueAt).toISOString(),
  deliveredAt: new Date(delivery.deliveredAt).toISOString(),
});
