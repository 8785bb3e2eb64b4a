import { optional, string, stringMap } from '../wire/input.ts';

/* Readers of members that several actions have, with the constraints of the service's model. */

/** A stream's, a consumer's or a shard's. */
export const name = string({ min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' });

export const streamArn = string({
  min: 1,
  max: 2_048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+',
});

/** As on AWS: a stream is named by StreamName, by StreamARN or, in agreement, by both. */
export const streamReference = { StreamName: optional(name), StreamARN: optional(streamArn) };

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

export const tags = stringMap({
  maxEntries: 200,
  key: { min: 1, max: 128 },
  value: { min: 0, max: 256 },
});
