import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  ListTagsForDeliveryStreamCommand,
  type CreateDeliveryStreamCommandInput,
  type DeliveryStreamDescription,
} from '@aws-sdk/client-firehose';
import { call, interrupted } from './call.ts';
import { factsOf } from './error-facts.ts';
import { notOurs } from './not-ours.ts';
import type { AwsPlan } from './plan.ts';
import type { ProvisionScope } from './scope.ts';
import { carriesTag, TAG } from './tag.ts';
import { AwsTrouble } from './trouble.ts';
import { untilActive, type Found } from './until-active.ts';

/** The delivery stream from the stream to the bucket, ACTIVE: from here on it sees what is put. */
export async function ensureDeliveryStream(scope: ProvisionScope): Promise<void> {
  const { firehose } = scope.clients;
  const { deliveryStream } = scope.plan.topology;
  const DeliveryStreamName = deliveryStream;
  await untilActive<Found & { readonly described: DeliveryStreamDescription }>({
    ...scope,
    what: `delivery stream ${deliveryStream}`,
    describe: async () => {
      const { DeliveryStreamDescription: described } = await firehose.send(
        new DescribeDeliveryStreamCommand({ DeliveryStreamName }),
      );
      if (!described) throw new Error('DescribeDeliveryStream described nothing');
      const { DeliveryStreamStatus: status = '', FailureDescription: failure } = described;
      return { status, reason: failure?.Details, described };
    },
    create: () => createOnceRoleIsKnown(scope),
    accept: async ({ described }) => {
      const { Tags } = await call(scope, () =>
        firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName })),
      );
      if (!carriesTag(Tags)) throw notOurs(`the delivery stream ${deliveryStream}`);
      refuseOtherBuffer(described, scope.plan);
    },
  });
}

const ROLE_SPREADS_WITHIN_MS = 120_000;
const TRY_ROLE_EVERY_MS = 5_000;

/**
 * As on AWS: a new role and its policy take from 10 to 60 s until Firehose sees them, and until then
 * it refuses the delivery stream with the code of any other bad argument.
 */
async function createOnceRoleIsKnown(scope: ProvisionScope): Promise<void> {
  const { clock, signal, say, plan, clients } = scope;
  const command = new CreateDeliveryStreamCommand(definitionOf(plan));
  const giveUpAt = clock.now() + ROLE_SPREADS_WITHIN_MS;
  let isTold = false;
  for (;;) {
    try {
      await clients.firehose.send(command);
      return;
    } catch (error) {
      if (!isOfTheRole(error)) throw error;
      if (clock.now() >= giveUpAt) throw roleRefused(plan, error);
    }
    if (!isTold) say(`role ${plan.role.name}: Firehose does not know it yet`);
    isTold = true;
    await clock.sleep(TRY_ROLE_EVERY_MS, signal);
    if (signal.aborted) throw interrupted();
  }
}

/** As reported from AWS: "is unable to assume role", "is not authorized to perform", "security token … is invalid", "Verify that the IAM role has access". */
const OF_THE_ROLE = /assume role|not authorized|access (was|is) denied|security token|iam role/i;

function isOfTheRole(error: unknown): boolean {
  const { name, message } = factsOf(error);
  return name === 'InvalidArgumentException' && OF_THE_ROLE.test(message);
}

const definitionOf = ({
  topology,
  role,
  streamArn,
  partition,
}: AwsPlan): CreateDeliveryStreamCommandInput => ({
  DeliveryStreamName: topology.deliveryStream,
  DeliveryStreamType: 'KinesisStreamAsSource',
  KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn, RoleARN: role.arn },
  ExtendedS3DestinationConfiguration: {
    RoleARN: role.arn,
    BucketARN: `arn:${partition}:s3:::${topology.bucket}`,
    BufferingHints: {
      IntervalInSeconds: topology.bufferSeconds,
      SizeInMBs: topology.bufferMiB,
    },
  },
  Tags: [TAG],
});

function refuseOtherBuffer(described: DeliveryStreamDescription, { topology }: AwsPlan): void {
  const [destination] = described.Destinations ?? [];
  const { IntervalInSeconds: seconds, SizeInMBs: mib } =
    destination?.ExtendedS3DestinationDescription?.BufferingHints ?? {};
  if (seconds === topology.bufferSeconds && mib === topology.bufferMiB) return;
  throw new AwsTrouble(
    'different',
    `the delivery stream ${topology.deliveryStream} is there already with ${mib} MiB or ${seconds} s, ` +
      `not with ${topology.bufferMiB} MiB or ${topology.bufferSeconds} s`,
    [
      `go on with what is there: --buffer-mib ${mib} --buffer-seconds ${seconds}`,
      'or begin anew: kinlab reset',
    ],
  );
}

const roleRefused = ({ role }: AwsPlan, cause: unknown): AwsTrouble =>
  new AwsTrouble(
    'role-refused',
    `Firehose still cannot use the role ${role.arn}: ${factsOf(cause).message}`,
    [
      'compare its policies in IAM with those that kinlab iam print prints',
      'or run it again in a minute; it goes on where it stopped',
    ],
    cause,
  );
