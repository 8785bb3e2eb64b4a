import { startLabOnAws } from '#lab/aws/start-lab-on-aws.ts';
import { servePage } from '#lab/page/serve-page.ts';
import { startLab, type Lab } from '#lab/start-lab.ts';
import { planFor } from '#pipeline/aws/plan.ts';
import { defaultTopology } from '#pipeline/topology.ts';
import { paymentsInput } from '#producer/inputs/payments/payments.ts';
import { accountClients } from '#runtime/aws-account.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';

export interface PagedAws extends AsyncDisposable {
  /** What stands for AWS: a stream, a delivery stream and buckets, and nobody who puts or reads. */
  readonly aws: Lab;
  readonly url: string;
}

const PLACE = { account: '123456789012', region: 'eu-west-1', partition: 'aws' };

/** The lab on AWS with its page; before its clients, which reach AWS only, our emulator is put. */
export async function givenPagedAws(): Promise<PagedAws> {
  const topology = { ...defaultTopology, shards: 2, bufferSeconds: 3 };
  const plan = planFor(topology, PLACE);
  const aws = await startLab({ topology: plan.topology });
  const { kinesis, s3, firehose } = aws;
  const lab = await startLabOnAws({
    clients: { ...accountClients(PLACE.region), kinesis, fanOut: kinesis, s3, firehose },
    plan,
    clock: systemClock,
    seed: 7,
    log: silentLog,
    input: ({ clock, random }) => paymentsInput({ clock, random, rate: 50 }),
    onAlert: () => {},
    onObjects: () => {},
  });
  if (!lab.page) throw new Error('the lab on AWS has a page');
  const dashboard = await servePage(lab.page, { port: 0, log: silentLog });
  return {
    aws,
    url: dashboard.url,
    [Symbol.asyncDispose]: async () => {
      await dashboard.close();
      await lab.stop();
      await aws.stop();
    },
  };
}
