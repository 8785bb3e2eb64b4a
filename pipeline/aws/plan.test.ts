import { describe, expect, it } from 'vitest';
import { defaultTopology } from '../topology.ts';
import { callerPermissions } from './caller-policy.ts';
import { planFor, resourcesOf } from './plan.ts';

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' };
const plan = planFor(defaultTopology, place);

describe('the plan for AWS', () => {
  it('gives names that the whole world shares the account and the region', () => {
    expect(plan.topology).toEqual({
      ...defaultTopology,
      bucket: 'events-archive-123456789012-eu-west-1',
      stateBucket: 'events-state-123456789012-eu-west-1',
      role: 'arn:aws:iam::123456789012:role/kinlab/eu-west-1/kinlab-firehose-eu-west-1',
    });
  });

  it('makes what Firehose needs before the delivery stream', () => {
    expect(resourcesOf(plan).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'bucket events-archive-123456789012-eu-west-1',
      'bucket events-state-123456789012-eu-west-1',
      'role kinlab-firehose-eu-west-1',
      'stream events',
      'delivery stream events-to-s3',
    ]);
  });

  it.each(['ap-southeast-2', 'us-gov-west-1', 'cn-northwest-1', 'ap-northeast-3'])(
    'keeps within the lengths that AWS allows in %s',
    (region) => {
      const { topology, role } = planFor(defaultTopology, { ...place, region });
      for (const bucket of [topology.bucket, topology.stateBucket]) {
        expect(bucket.length).toBeLessThanOrEqual(63);
      }
      expect(role.name.length).toBeLessThanOrEqual(64);
      expect(JSON.stringify(role.permissions).length).toBeLessThanOrEqual(10_240);
    },
  );

  it('names the resources of other partitions as they are named there', () => {
    const { streamArn, role } = planFor(defaultTopology, { ...place, partition: 'aws-cn' });
    const arns = JSON.stringify([streamArn, role]).match(/arn:[a-z-]+:/g);
    expect(new Set(arns)).toEqual(new Set(['arn:aws-cn:']));
  });

  it("lets Firehose alone assume the role, for this account's delivery streams", () => {
    expect(plan.role.trust.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'firehose.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': '123456789012' } },
      },
    ]);
  });

  it('lets the role do the least that Firehose needs, with this bucket and this stream', () => {
    expect(plan.role.permissions.Statement).toEqual([
      {
        Sid: 'WriteObjects',
        Effect: 'Allow',
        Action: [
          's3:AbortMultipartUpload',
          's3:GetBucketLocation',
          's3:GetObject',
          's3:ListBucket',
          's3:ListBucketMultipartUploads',
          's3:PutObject',
        ],
        Resource: [
          'arn:aws:s3:::events-archive-123456789012-eu-west-1',
          'arn:aws:s3:::events-archive-123456789012-eu-west-1/*',
        ],
      },
      {
        Sid: 'ReadStream',
        Effect: 'Allow',
        Action: [
          'kinesis:DescribeStream',
          'kinesis:GetShardIterator',
          'kinesis:GetRecords',
          'kinesis:ListShards',
        ],
        Resource: ['arn:aws:kinesis:eu-west-1:123456789012:stream/events'],
      },
    ]);
  });

  it('asks of the caller no action on everything but lists and the reading of tags', () => {
    const statements = callerPermissions(plan).Statement as readonly {
      readonly Action: readonly string[];
      readonly Resource: readonly string[];
    }[];
    const onEverything = statements
      .filter(({ Resource }) => Resource.includes('*'))
      .flatMap(({ Action }) => Action);
    expect(onEverything).toEqual([
      'iam:ListRoles',
      'kinesis:ListStreams',
      'firehose:ListDeliveryStreams',
      's3:GetBucketTagging',
      's3:ListAllMyBuckets',
    ]);
  });

  it('lets the caller hand the role to Firehose alone', () => {
    expect(callerPermissions(plan).Statement).toContainEqual({
      Sid: 'HandTheRoleOver',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [plan.role.arn],
      Condition: { StringEquals: { 'iam:PassedToService': 'firehose.amazonaws.com' } },
    });
  });
});
