import type { Topology } from '../topology.ts';
import { firehosePermissions, firehoseTrust, type Policy } from './policies.ts';

/** An account and region that resources are made in. */
export interface AwsPlace {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** `aws`, or of China or the United States' government. */
  readonly partition: string;
}

/** What the lab makes on AWS, by the names it has there. */
export interface AwsPlan extends AwsPlace {
  readonly topology: Topology;
  readonly streamArn: string;
  readonly role: PlannedRole;
}

export interface PlannedRole {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly policyName: string;
  readonly trust: Policy;
  readonly permissions: Policy;
}

export interface PlannedResource {
  readonly kind: 'bucket' | 'role' | 'stream' | 'delivery stream';
  readonly name: string;
  /** What is to be known about it, for people. */
  readonly note: string;
}

/** Roles of the lab in one region; IAM itself knows no regions. */
export const rolePath = (region: string): string => `/kinlab/${region}/`;

/**
 * The names of buckets are shared with the whole world, and those of roles with the account's other
 * regions, so these carry the account or the region in them.
 */
export function planFor(wanted: Topology, place: AwsPlace): AwsPlan {
  const { account, region, partition } = place;
  const inWorld = (name: string): string => `${name}-${account}-${region}`;
  const role = { name: `kinlab-firehose-${region}`, path: rolePath(region) };
  const topology: Topology = {
    ...wanted,
    bucket: inWorld(wanted.bucket),
    stateBucket: inWorld(wanted.stateBucket),
    role: `arn:${partition}:iam::${account}:role${role.path}${role.name}`,
  };
  const streamArn = `arn:${partition}:kinesis:${region}:${account}:stream/${topology.stream}`;
  return {
    ...place,
    topology,
    streamArn,
    role: {
      ...role,
      arn: topology.role,
      policyName: 'read-stream-write-bucket',
      trust: firehoseTrust(account),
      permissions: firehosePermissions({
        streamArn,
        bucketArn: `arn:${partition}:s3:::${topology.bucket}`,
      }),
    },
  };
}

/** In the order in which they are made. */
export const resourcesOf = ({ topology, role }: AwsPlan): readonly PlannedResource[] => [
  { kind: 'bucket', name: topology.bucket, note: "Firehose's objects" },
  { kind: 'bucket', name: topology.stateBucket, note: "the consumers' checkpoints" },
  { kind: 'role', name: role.name, note: 'what Firehose may do: kinlab iam print' },
  { kind: 'stream', name: topology.stream, note: `${topology.shards} shards, provisioned` },
  {
    kind: 'delivery stream',
    name: topology.deliveryStream,
    note: `${topology.bufferMiB} MiB or ${topology.bufferSeconds} s, whichever is first`,
  },
];
