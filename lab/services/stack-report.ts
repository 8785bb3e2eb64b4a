import { scoreAlerts } from '#consumers/fraud/score-alerts.ts';
import type { Delivery } from '#emulator/index.ts';
import { isBalanced, type Books, type FirehoseBooks } from '#pipeline/books.ts';
import { Ledger } from '#pipeline/ledger.ts';
import { Place } from '#pipeline/place.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import { BucketAudit, S3_PLACE, type OpenedObject } from '../bucket/audit-bucket.ts';
import { documented, reported, reportedObject, type Report } from '../report/report.ts';
import type { Target } from '../target.ts';
import { awaitStack } from './await-stack.ts';
import { streamKey, type ConsumerBooks, type ProducerBooks } from './books-file.ts';
import { s3Keeping } from './firehose-keeping.ts';
import { isOurEmulator } from './is-our-emulator.ts';
import { consumerBooks, producerBooks, type BooksPlace } from './read-books.ts';
import { readStream } from './read-stream.ts';
import type { ServiceScope } from './service-scope.ts';

const STREAM_PATIENCE_MS = 10_000;
/** Consumers write their books down every other second, and poll once a second. */
const BOOKS_PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 1_000;

/** How long a record may be on its way to S3 before it counts as missing there. */
function heldAtMostMs({ name }: Target, buffers: boolean, bufferSeconds: number): number {
  if (!buffers) return 30_000;
  // AWS calls its interval a hint; ours keeps to it.
  return bufferSeconds * 1_000 + (name === 'aws' ? 300_000 : 15_000);
}

/** LocalStack's Firehose does not; whatever else a local endpoint may be is taken for LocalStack. */
const firehoseBuffers = async ({ name, firehoseBy, firehose }: Target): Promise<boolean> =>
  firehoseBy === 'kinlab' ||
  name === 'aws' ||
  (firehose.endpoint !== undefined && (await isOurEmulator(firehose.endpoint)));

/**
 * Draws up the report of services that run elsewhere: what was put is read from the stream, what was
 * delivered from the bucket, and what the consumers had from the books they keep there.
 */
export async function stackReport(scope: ServiceScope, target: Target): Promise<Report> {
  const { kinesis, s3, topology, clock, random, log, signal } = scope;
  const question = { kinesis, topology, clock, log, signal };
  const stack = await awaitStack(question, STREAM_PATIENCE_MS);
  const createdAt = stack?.streamCreatedAt ?? 0;
  const asOf = clock.now();
  const ledger = new Ledger();
  await readStream({
    kinesis,
    stream: topology.stream,
    until: asOf,
    clock,
    random,
    onRecord: (record, arrivedAt) => {
      ledger.acknowledged(record);
      ledger.arrived(record, arrivedAt);
    },
  });

  const place = { s3, bucket: topology.stateBucket, stream: streamKey(topology.stream, createdAt) };
  const consumers = await consumersWhenTheyHaveAll(scope, ledger, place);
  const producers = await producerBooks(place);
  const bucket = await openBucket(scope, ledger, target);
  const buffers = await firehoseBuffers(target);
  const books = await drawUp({
    ledger,
    bucket,
    producers,
    consumers,
    asOf,
    heldAtMostMs: heldAtMostMs(target, buffers, topology.bufferSeconds),
  });
  const reads = new Map(consumers.map(([name, kept]) => [name, kept.at(-1)?.read ?? 'polling']));
  return {
    target: target.name,
    speed: 1,
    seconds: Math.max(0, asOf - createdAt) / 1_000,
    seed: producers.at(-1)?.seed ?? 0,
    input: inputOf(producers),
    books,
    latencyMs: documented(
      {
        produced: merged(producers),
        consumers: new Map(consumers.map(([name, kept]) => [name, merged(kept)])),
        bucket: bucket.audit.latency,
      },
      { topology, reads, buffers },
    ),
    deliveries: bucket.deliveries,
    fraud: scoreAlerts(
      producers.flatMap(({ planted }) => planted),
      consumers.flatMap(([, kept]) => kept.flatMap(({ alerts }) => alerts)).map(asAlert),
    ),
  };
}

type Consumers = readonly (readonly [name: string, kept: readonly ConsumerBooks[]])[];

/** The consumers' books, as soon as everything that was put stands in them, or after a while. */
async function consumersWhenTheyHaveAll(
  { topology, clock }: ServiceScope,
  ledger: Ledger,
  place: BooksPlace,
): Promise<Consumers> {
  const giveUpAt = clock.now() + BOOKS_PATIENCE_MS;
  for (;;) {
    const consumers = await Promise.all(
      Object.values(topology.consumers).map(
        async (name) => [name, await consumerBooks(place, name)] as const,
      ),
    );
    for (const [name, kept] of consumers) {
      ledger.restore(name, Place.of(kept.map((books) => books.place)));
    }
    const haveAll = consumers.every(([name]) => ledger.missingFrom(name).next().done);
    if (haveAll || clock.now() >= giveUpAt) return consumers;
    await clock.sleep(LOOK_EVERY_MS);
  }
}

interface OpenedBucket {
  readonly audit: BucketAudit;
  readonly found: Awaited<ReturnType<BucketAudit['readAll']>>;
  readonly deliveries: Report['deliveries'];
}

async function openBucket(
  { s3, topology }: ServiceScope,
  ledger: Ledger,
  { firehoseBy }: Target,
): Promise<OpenedBucket> {
  const opened: OpenedObject[] = [];
  const audit = new BucketAudit({
    s3,
    bucket: topology.bucket,
    ledger,
    onOpened: (object) => opened.push(object),
  });
  const kept: Delivery[] = [];
  if (firehoseBy === 'kinlab') {
    for (const stored of await s3Keeping(s3, topology.stateBucket).load()) {
      if (stored.name === topology.deliveryStream) kept.push(...stored.deliveries);
    }
  }
  for (const delivery of kept) audit.deliveredAt(delivery);
  const found = await audit.readAll();
  const known = new Map(kept.map((delivery) => [delivery.key, delivery]));
  const deliveries = opened.map((object) => {
    const delivery = known.get(object.key);
    return delivery ? reported(delivery) : reportedObject(object);
  });
  return { audit, found, deliveries };
}

interface BooksSources {
  readonly ledger: Ledger;
  readonly bucket: OpenedBucket;
  readonly producers: readonly ProducerBooks[];
  readonly consumers: Consumers;
  readonly asOf: number;
  /** How long Firehose may hold a record back. */
  readonly heldAtMostMs: number;
}

async function drawUp(sources: BooksSources): Promise<Books> {
  const { ledger, bucket, producers, consumers, asOf } = sources;
  const heldSince = asOf - sources.heldAtMostMs;
  let buffered = 0;
  let missing = 0;
  for (const id of ledger.missingFrom(S3_PLACE)) {
    if ((ledger.arrivalOf({ id }) ?? 0) > heldSince) buffered += 1;
    else missing += 1;
  }
  const { duplicates, outOfOrder } = ledger.tally(S3_PLACE);
  const delivered = bucket.found.records;
  const firehose: FirehoseBooks = {
    received: delivered + buffered,
    delivered,
    buffered,
    failed: 0,
  };
  const books = {
    put: ledger.put,
    failed: producers.reduce((sum, { failed }) => sum + failed, 0),
    foreign: ledger.foreign,
    consumers: Object.fromEntries(consumers.map(([name]) => [name, ledger.tally(name)])),
    firehose,
    s3: { ...bucket.found, missing, duplicates, outOfOrder },
  };
  return { ...books, balanced: isBalanced(books) };
}

const inputOf = (producers: readonly ProducerBooks[]): Report['input'] => ({
  name: [...new Set(producers.map(({ input }) => input))].join(', ') || 'none',
  refused: producers.reduce((sum, { refused }) => sum + refused, 0),
  refusals: producers.flatMap(({ refusals }) => refusals),
});

function merged(
  kept: readonly { readonly latency: readonly (readonly [number, number])[] }[],
): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const { latency } of kept) for (const [ms, times] of latency) histogram.record(ms, times);
  return histogram;
}

const asAlert = (recordId: string): { readonly recordId: string } => ({ recordId });
