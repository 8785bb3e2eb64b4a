/** A policy document of IAM. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly object[];
}

export const policy = (...Statement: readonly object[]): Policy => ({
  Version: '2012-10-17',
  Statement,
});

/**
 * Who may assume the role: Firehose, and only for this account's own delivery streams.
 *
 * Unverified: AWS's guide has this condition, and calls it optional.
 */
export const firehoseTrust = (account: string): Policy =>
  policy({
    Effect: 'Allow',
    Principal: { Service: 'firehose.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': account } },
  });

export interface FirehoseResources {
  readonly streamArn: string;
  readonly bucketArn: string;
}

/** The least that a delivery stream from this stream to this bucket needs. */
export const firehosePermissions = ({ streamArn, bucketArn }: FirehoseResources): Policy =>
  policy(
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
      Resource: [bucketArn, `${bucketArn}/*`],
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
      Resource: [streamArn],
    },
  );
