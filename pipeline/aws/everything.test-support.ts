import { ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { Tagged } from './find-tagged.ts';
import type { GivenAccount } from './given-account.test-support.ts';

/** Whatever there is in the account, tagged or not. */
export async function everythingIn({ clients }: GivenAccount): Promise<Omit<Tagged, 'unseen'>> {
  const { firehose, kinesis, s3, iam } = clients;
  const { DeliveryStreamNames = [] } = await firehose.send(new ListDeliveryStreamsCommand({}));
  const { StreamNames = [] } = await kinesis.send(new ListStreamsCommand({}));
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  return {
    deliveryStreams: DeliveryStreamNames,
    streams: StreamNames,
    buckets: Buckets.map(({ Name = '' }) => Name),
    roles: Roles.map(({ RoleName = '' }) => RoleName),
  };
}
