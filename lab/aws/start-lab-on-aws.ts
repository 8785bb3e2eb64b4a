import type { Alert } from '#consumers/fraud/detector.ts';
import type { AwsPlan } from '#pipeline/aws/plan.ts';
import type { AccountClients } from '#runtime/aws-account.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { BucketAudit } from '../bucket/audit-bucket.ts';
import type { InputChoice } from '../traffic/choose-input.ts';
import { hourBefore } from '../bucket/hour-before.ts';
import { buildReport } from '../report/report.ts';
import { labStatus } from '../status.ts';
import { startTraffic } from '../traffic/traffic.ts';
import type { WatchedLab } from '../watched-lab.ts';
import { FirehoseEstimate, hintsOf } from '../page/firehose-estimate.ts';
import { awsPage } from './aws-page.ts';
import { drainOnAws } from './drain-on-aws.ts';
import { firehoseBooksFrom } from './firehose-books.ts';
import { watchBucket } from './watch-bucket.ts';

export interface AwsLabOptions {
  readonly clients: AccountClients;
  readonly plan: AwsPlan;
  readonly clock: Clock;
  readonly seed: number;
  readonly log: Log;
  readonly input: InputChoice;
  readonly onAlert: (alert: Alert) => void;
  /** Told how many objects have come since the last time. */
  readonly onObjects: (objects: number) => void;
}

/**
 * A producer and two consumers in this process, on a stream, a delivery stream and a bucket of AWS that
 * are there already. Everything it reports comes from what the consumers received and what is in the
 * bucket: AWS's Firehose tells nothing of its own.
 */
export async function startLabOnAws(options: AwsLabOptions): Promise<WatchedLab> {
  const { clients, plan, clock, seed, log } = options;
  const { topology } = plan;
  const { kinesis, fanOut, s3 } = clients;
  const startedAt = clock.now();
  const random = seededRandom(seed);
  const traffic = await startTraffic({ ...options, kinesis, fanOut, s3, topology, random });
  const estimate = new FirehoseEstimate({ ...hintsOf(topology), basis: 'estimated' });
  const bucket = new BucketAudit({
    s3,
    bucket: topology.bucket,
    ledger: traffic.ledger,
    startAfter: hourBefore(startedAt),
    isByListing: true,
    onOpened: (object) => estimate.opened(object),
  });
  const over = new AbortController();
  const readBucket = async (): Promise<void> => {
    const before = bucket.objects;
    await bucket.readAll();
    if (bucket.objects > before) options.onObjects(bucket.objects - before);
  };
  const watching = watchBucket({ readBucket, clock, log, signal: over.signal });
  const status = () => ({
    ...labStatus({ clock, startedAt, traffic, firehose: undefined, bucket }),
    isFirehoseHidden: true,
  });
  const report = () =>
    buildReport({
      target: 'aws',
      speed: 1,
      seed,
      seconds: (clock.now() - startedAt) / 1_000,
      topology,
      traffic,
      firehose: undefined,
      inferFirehose: (records) => firehoseBooksFrom(traffic.ledger, topology, records, clock.now()),
      deliveries: [],
      bucket,
    });
  return {
    clock,
    traffic,
    page: awsPage({ clients, plan, clock, traffic, bucket, estimate, report }),
    status,
    drain: (scope) =>
      drainOnAws({ ...scope, status, readBucket, topology, clock, ledger: traffic.ledger }),
    report,
    stop: async () => {
      over.abort();
      await watching;
      await traffic.close();
    },
  };
}
