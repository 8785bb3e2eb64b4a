import { list, optional, string, stringMap, structure } from '../wire/input.ts';

/* Readers of members that several actions have, with the constraints of the service's model. */

/** A stream's, a consumer's or a shard's. */
export const name = string({ min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' });

export const streamArn = string({
  min: 1,
  max: 2_048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+',
});

/** As on AWS: reserved; checked, and without effect. */
export const streamId = optional(string({ min: 1, max: 24, pattern: '[a-z0-9]{20}-[a-z0-9]{3}' }));

/** As on AWS: a stream is named by StreamName, by StreamARN or, in agreement, by both. */
export const streamReference = {
  StreamName: optional(name),
  StreamARN: optional(streamArn),
  StreamId: streamId,
};

/** A stream's or a consumer's; a channel's is well-formed too. */
export const resourceArn = string({
  min: 1,
  max: 2_048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:.*(stream|channel)/\\S+',
});

export const consumerArn = string({
  min: 1,
  max: 2_048,
  pattern:
    '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
});

export const hashKey = string({ pattern: '0|([1-9]\\d{0,38})' });

export const sequenceNumber = string({ pattern: '0|([1-9]\\d{0,128})' });

export const nextToken = string({ min: 1, max: 1_048_576 });

/** The values in AWS's own order, which its message shows. */
export const positionType = string({
  enum: ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_TIMESTAMP', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'],
});

export const streamMode = structure({ StreamMode: string({ enum: ['PROVISIONED', 'ON_DEMAND'] }) });

export const distributionStrategy = string({ enum: ['AUTO', 'USER_PARTITION_KEY'] });

export const encryptionType = string({ enum: ['NONE', 'KMS'] });

export const keyId = string({ min: 1, max: 2_048 });

/** As on AWS: the seven metrics of a shard. Unverified: the order, here the model's. */
export const SHARD_METRICS = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
] as const;

export const shardLevelMetrics = list(string({ enum: [...SHARD_METRICS, 'ALL'] }), {
  min: 1,
  max: 7,
});

export const tagKey = string({ min: 1, max: 128 });

export const tagKeys = list(tagKey, { min: 1, max: 50 });

export const tags = stringMap({
  minEntries: 1,
  maxEntries: 200,
  key: { min: 1, max: 128 },
  value: { min: 0, max: 256 },
});
