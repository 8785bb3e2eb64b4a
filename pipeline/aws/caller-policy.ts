import type { AwsPlan } from './plan.ts';
import { policy, type Policy } from './policies.ts';

/** What the caller must be allowed: to make what the plan names, to use it, and to take it down again. */
export function callerPermissions(plan: AwsPlan): Policy {
  const { partition, account, region, topology, streamArn, role } = plan;
  const within = (service: string, name: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${name}`;
  const buckets = [topology.bucket, topology.stateBucket].map(
    (name) => `arn:${partition}:s3:::${name}`,
  );
  return policy(
    allow('Find', FIND, ['*']),
    allow('FindByTag', FIND_BY_TAG, [
      within('kinesis', 'stream/*'),
      within('firehose', 'deliverystream/*'),
    ]),
    allow('Stream', STREAM, [streamArn, `${streamArn}/consumer/*`]),
    allow('DeliveryStream', DELIVERY_STREAM, [
      within('firehose', `deliverystream/${topology.deliveryStream}`),
    ]),
    allow('Buckets', BUCKETS, [...buckets, ...buckets.map((arn) => `${arn}/*`)]),
    allow('Role', ROLE, [role.arn]),
    {
      ...allow('HandTheRoleOver', ['iam:PassRole'], [role.arn]),
      Condition: { StringEquals: { 'iam:PassedToService': 'firehose.amazonaws.com' } },
    },
  );
}

/** Lists know no resources, and looking for a tag takes reading those of whatever else there is. */
const FIND = [
  'iam:ListRoles',
  'kinesis:ListStreams',
  'firehose:ListDeliveryStreams',
  's3:GetBucketTagging',
  's3:ListAllMyBuckets',
];
const FIND_BY_TAG = ['firehose:ListTagsForDeliveryStream', 'kinesis:ListTagsForStream'];
const STREAM = [
  'kinesis:AddTagsToStream',
  'kinesis:CreateStream',
  'kinesis:DeleteStream',
  'kinesis:DescribeStreamConsumer',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
  'kinesis:PutRecords',
  'kinesis:RegisterStreamConsumer',
  'kinesis:SubscribeToShard',
];
const DELIVERY_STREAM = [
  'firehose:CreateDeliveryStream',
  'firehose:DeleteDeliveryStream',
  'firehose:DescribeDeliveryStream',
  'firehose:TagDeliveryStream',
];
const BUCKETS = [
  's3:CreateBucket',
  's3:DeleteBucket',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
  's3:TagResource',
];
const ROLE = [
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePolicy',
  'iam:GetRole',
  'iam:ListRolePolicies',
  'iam:PutRolePolicy',
  'iam:TagRole',
];

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});
