import type { FirehoseStatus } from '#pipeline/status.ts';
import type { Topology } from '#pipeline/topology.ts';
import type { AwsPlan } from '#pipeline/aws/plan.ts';
import type { AccountClients } from '#runtime/aws-account.ts';
import type { Clock } from '#runtime/clock.ts';
import type { BucketAudit } from '../bucket/audit-bucket.ts';
import type { FirehoseEstimate } from '../page/firehose-estimate.ts';
import { openObject } from '../bucket/open-object.ts';
import type { Report } from '../report/report.ts';
import { reshardControls } from '../page/reshard.ts';
import { trafficControls, type LabPage } from '../page/serve-page.ts';
import { streamStatus } from '../page/stream-status.ts';
import type { Traffic } from '../traffic/traffic.ts';

export interface AwsPageOptions {
  readonly clients: Pick<AccountClients, 'kinesis' | 's3'>;
  readonly plan: Pick<AwsPlan, 'account' | 'region'> & { readonly topology: Topology };
  readonly clock: Clock;
  readonly traffic: Traffic;
  readonly bucket: BucketAudit;
  readonly estimate: FirehoseEstimate;
  readonly report: () => Promise<Report>;
}

/**
 * The page of a producer and consumers of this process on AWS: what they say, what AWS's own calls tell,
 * and an estimate of the Firehose, which tells nothing. Neither its clock nor its faults are ours.
 */
export function awsPage(options: AwsPageOptions): LabPage {
  const { clients, plan, clock, traffic, bucket, estimate, report } = options;
  const { kinesis, s3 } = clients;
  const { topology, account, region } = plan;
  const { producer, readers } = traffic;
  const firehose = async (since: number): Promise<FirehoseStatus> =>
    estimate.status(since, {
      now: clock.now(),
      producer: producer.status(Infinity),
      consumers: readers.map(({ watch }) => watch.status(Infinity)),
      bucket: bucket.status(),
    });
  return {
    sources: {
      clock: async () => ({ now: clock.now(), speed: 1, isPaused: false }),
      stream: () => streamStatus(kinesis, topology.stream),
      producer: async (since) => producer.status(since),
      consumers: readers.map(
        ({ watch }) =>
          async (since) =>
            watch.status(since),
      ),
      firehose,
      bucket: async () => bucket.status(),
      holderOf: async (id) => bucket.holderOf(id),
    },
    controls: {
      ...trafficControls(traffic, clock),
      reshard: reshardControls(kinesis, topology.stream),
      openObject: (key) => openObject(s3, topology.bucket, key),
      report,
    },
    lab: {
      target: 'aws',
      place: `${account} · ${region}`,
      stream: topology.stream,
      deliveryStream: topology.deliveryStream,
      bucket: topology.bucket,
      endpoint: region,
      faultKinds: [],
    },
  };
}
