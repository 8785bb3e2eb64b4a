import { AwsError } from '../errors.ts';
import { inStream, type StreamName } from './errors.ts';

/*
 * What Kinesis answers to changes of a stream's or the account's settings. Sources as in `errors.ts`.
 */

const invalidArgument = (message: string): AwsError =>
  new AwsError('InvalidArgumentException', message);
const limitExceeded = (message: string): AwsError =>
  new AwsError('LimitExceededException', message);

// Retention

export const retentionTooShort = (hours: number, minimum: number): AwsError =>
  invalidArgument(
    `Minimum allowed retention period is ${minimum} hours. Requested retention period (${hours} hours) is too short.`,
  );

export const retentionTooLong = (hours: number, maximum: number): AwsError =>
  invalidArgument(
    `Maximum allowed retention period is ${maximum} hours. Requested retention period (${hours} hours) is too long.`,
  );

export const retentionNotIncreased = (hours: number, now: number, stream: StreamName): AwsError =>
  invalidArgument(
    `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing retention period (${now} hours). Use DecreaseRetentionPeriod API.`,
  );

export const retentionNotDecreased = (hours: number, now: number, stream: StreamName): AwsError =>
  invalidArgument(
    `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing retention period (${now} hours). Use IncreaseRetentionPeriod API.`,
  );

// Tags and policies

export const invalidTags = (): AwsError =>
  invalidArgument(
    'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.',
  );

/** Observed with 10, which was the limit then. */
export const tooManyTags = (stream: StreamName, limit: number): AwsError =>
  invalidArgument(
    `Failed to add tags to ${inStream(stream)} because a given stream cannot have more than ${limit} tags associated with it.`,
  );

/** Unverified: code and wording ours. */
export const invalidResourceArn = (arn: string): AwsError =>
  invalidArgument(`Invalid ResourceARN. Specified value was ${arn}`);

/** Unverified: code and wording ours. */
export const invalidPolicy = (): AwsError =>
  invalidArgument('The resource policy is not a JSON object.');

/** Unverified: code and wording ours. */
export const policyNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `No resource policy is attached to ${arn}.`);

// Scaling

const shardCounts = (open: number, target: number): string =>
  `Current open shard count: ${open}, Target shard count: ${target}`;

/** Seen on AWS, second-hand; also the code. */
export const scalesUpTooFar = (open: number, target: number): AwsError =>
  limitExceeded(
    `UpdateShardCount cannot scale up over double your current open shard count. ${shardCounts(open, target)}`,
  );

/** Unverified: wording after its mirror. */
export const scalesDownTooFar = (open: number, target: number): AwsError =>
  limitExceeded(
    `UpdateShardCount cannot scale down below half your current open shard count. ${shardCounts(open, target)}`,
  );

/** Unverified: wording ours. */
export const scalesBeyondLimit = (open: number, target: number, limit: number): AwsError =>
  limitExceeded(
    `UpdateShardCount cannot scale a stream to more than ${limit} shards. ${shardCounts(open, target)}`,
  );

/** Unverified: code as documented, wording ours. */
export const changedTooOften = (operation: string, stream: StreamName, limit: number): AwsError =>
  limitExceeded(
    `${operation} cannot be called more than ${limit} times in a rolling 24-hour period for ${inStream(stream)}.`,
  );

// On-demand streams

/** Unverified: code as documented for AUTO, wording ours. */
export const needsOnDemandMode = (what: string): AwsError =>
  invalidArgument(`${what} is only supported for streams in ON_DEMAND mode.`);

/** Unverified: code and wording ours. */
export const needsBillingCommitment = (): AwsError =>
  invalidArgument(
    'WarmThroughputMiBps needs an account with MinimumThroughputBillingCommitment enabled.',
  );

/** Unverified: code and wording ours. */
export const tooWarm = (limit: number): AwsError =>
  limitExceeded(`WarmThroughputMiBps cannot be more than ${limit}.`);

/** Unverified: code as documented, wording ours. */
export const tooManyOnDemandStreams = (account: string, limit: number): AwsError =>
  limitExceeded(
    `This request would exceed the limit of ${limit} streams in ON_DEMAND mode for the account ${account}.`,
  );

/** Unverified: code as documented, wording ours. */
export const orderingNeedsKeys = (stream: StreamName): AwsError =>
  invalidArgument(
    `SequenceNumberForOrdering cannot be used on ${inStream(stream)} because its record distribution strategy is AUTO.`,
  );
