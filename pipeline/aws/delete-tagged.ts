import {
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { DeleteStreamCommand, DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { step, call } from './call.ts';
import { emptyAndDeleteBucket } from './delete-bucket.ts';
import { factsOf, isAbsent } from './error-facts.ts';
import type { Tagged } from './find-tagged.ts';
import type { AccountScope } from './scope.ts';
import { untilGone } from './until-gone.ts';

/**
 * Deletes what was found, and nothing else. Firehose goes first, so that it writes to no bucket that is
 * being emptied; what it holds in its buffers is lost, as on AWS always.
 */
export async function deleteTagged(scope: AccountScope, found: Tagged): Promise<void> {
  const { say } = scope;
  const deletions = [
    ...found.deliveryStreams.map((name) => ({
      what: `delivery stream ${name}`,
      run: () => deleteDeliveryStream(scope, name),
    })),
    ...found.streams.map((name) => ({
      what: `stream ${name}`,
      run: () => deleteStream(scope, name),
    })),
    ...found.buckets.map((name) => ({
      what: `bucket ${name}`,
      run: () => emptyAndDeleteBucket(scope, name),
    })),
    ...found.roles.map((name) => ({ what: `role ${name}`, run: () => deleteRole(scope, name) })),
  ];
  for (const { what, run } of deletions) {
    await step(`delete the ${what}`, run);
    say(`${what}: deleted`);
  }
}

const deleteDeliveryStream = (
  { clients: { firehose }, ...scope }: AccountScope,
  DeliveryStreamName: string,
): Promise<void> =>
  untilGone({
    ...scope,
    what: `delivery stream ${DeliveryStreamName}`,
    status: async () => {
      const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName });
      const { DeliveryStreamDescription: described } = await firehose.send(command);
      return described?.DeliveryStreamStatus ?? '';
    },
    remove: () =>
      firehose.send(
        new DeleteDeliveryStreamCommand({ DeliveryStreamName, AllowForceDelete: true }),
      ),
  });

/** Its fan-out consumers go with it. */
const deleteStream = (
  { clients: { kinesis }, ...scope }: AccountScope,
  StreamName: string,
): Promise<void> =>
  untilGone({
    ...scope,
    what: `stream ${StreamName}`,
    status: async () => {
      const command = new DescribeStreamSummaryCommand({ StreamName });
      const { StreamDescriptionSummary: summary } = await kinesis.send(command);
      return summary?.StreamStatus ?? '';
    },
    remove: () =>
      kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true })),
  });

/** As on AWS: its policies go first. */
async function deleteRole(scope: AccountScope, RoleName: string): Promise<void> {
  const { iam } = scope.clients;
  try {
    const { PolicyNames: names = [] } = await call(scope, () =>
      iam.send(new ListRolePoliciesCommand({ RoleName })),
    );
    for (const PolicyName of names) {
      await unlessAbsent(
        call(scope, () => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }))),
      );
    }
    await call(scope, () => iam.send(new DeleteRoleCommand({ RoleName })));
  } catch (error) {
    if (!isAbsent(factsOf(error))) throw error;
  }
}

/** An answer may have been lost, or somebody else was quicker. */
async function unlessAbsent(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!isAbsent(factsOf(error))) throw error;
  }
}
