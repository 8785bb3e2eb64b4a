import { AwsError } from '../errors.ts';
import type { Account } from './arn.ts';

/*
 * What Kinesis answers when it refuses, one function for each situation. The wording was observed on
 * production Kinesis; where it is not recorded, "Unverified:" stands beside it.
 */

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
const inUse = (message: string): AwsError => new AwsError('ResourceInUseException', message);
const limitExceeded = (message: string): AwsError =>
  new AwsError('LimitExceededException', message);
const invalidArgument = (message: string): AwsError =>
  new AwsError('InvalidArgumentException', message);

/** Which stream an error speaks of. */
export interface StreamName {
  readonly name: string;
  readonly account: string;
}

/** How most messages name a stream. */
export const inStream = ({ name, account }: StreamName): string =>
  `stream ${name} under account ${account}`;

// Streams

export const streamNotFound = ({ name, account }: StreamName): AwsError =>
  notFound(`Stream ${name} under account ${account} not found.`);

export const streamExists = ({ name, account }: StreamName): AwsError =>
  inUse(`Stream ${name} under account ${account} already exists.`);

export const streamNotActive = ({ name, account }: StreamName, status: string): AwsError =>
  inUse(`Stream ${name} under account ${account} not ACTIVE, instead in state ${status}`);

/** Unverified: code as documented, wording ours. */
export const streamHasConsumers = ({ name, account }: StreamName): AwsError =>
  inUse(
    `Stream ${name} under account ${account} has registered consumers. Deregister them, or set EnforceConsumerDeletion.`,
  );

/** Unverified: code as documented, wording ours. */
export const tooManyStreamsCreating = (account: string, limit: number): AwsError =>
  limitExceeded(
    `This request would exceed the limit of ${limit} streams in CREATING for the account ${account}.`,
  );

export const shardLimitExceeded = (
  { account, region }: Account,
  { current, limit, additional }: { current: number; limit: number; additional: number },
): AwsError =>
  limitExceeded(
    `This request would exceed the shard limit for the account ${account} in ${region}. Current shard count for the account: ${current}. Limit: ${limit}. Number of additional shards that would have resulted from this request: ${additional}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
  );

/** Unverified: code and wording ours. */
export const streamUnnamed = (): AwsError =>
  invalidArgument('Either StreamName or StreamARN should be provided.');

/** Unverified: code and wording ours. */
export const streamNamesDisagree = (): AwsError =>
  invalidArgument('StreamName and StreamARN do not identify the same stream.');

/** Unverified: code and wording ours. */
export const invalidStreamArn = (arn: string): AwsError =>
  invalidArgument(`Invalid StreamARN. Specified value was ${arn}`);

/** Unverified: code as documented for actions that need the provisioned mode, wording ours. */
export const needsProvisionedMode = (stream: StreamName, operation: string): AwsError =>
  new AwsError(
    'ValidationException',
    `${operation} is not supported for ${inStream(stream)} because it is in ON_DEMAND mode.`,
  );

// Shards

export const shardNotInStream = (shardId: string, stream: StreamName): AwsError =>
  notFound(`Shard ${shardId} in ${inStream(stream)} does not exist`);

export const shardNotFound = (shardId: string, stream: StreamName): AwsError =>
  notFound(`Could not find shard ${shardId} in ${inStream(stream)}.`);

/** Seen on AWS in 2021, second-hand. */
export const shardClosed = (shardId: string, stream: StreamName): AwsError =>
  invalidArgument(
    `Shard ${shardId} in ${inStream(stream)} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );

export const splitKeyOutside = (
  key: string,
  shardId: string,
  stream: StreamName,
  range: { readonly start: bigint; readonly end: bigint },
): AwsError =>
  invalidArgument(
    `NewStartingHashKey ${key} used in SplitShard() on shard ${shardId} in ${inStream(stream)} is not both greater than one plus the shard's StartingHashKey ${range.start} and less than the shard's EndingHashKey ${range.end}.`,
  );

export const shardsNotAdjacent = (first: string, second: string, stream: StreamName): AwsError =>
  invalidArgument(
    `Shards ${first} and ${second} in ${inStream(stream)} are not an adjacent pair of shards eligible for merging`,
  );

// Putting

export const hashKeyOutOfRange = (value: string): AwsError =>
  invalidArgument(
    `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${value}`,
  );

export const orderingNumberInvalid = (value: string, stream: StreamName): AwsError =>
  invalidArgument(
    `ExclusiveMinimumSequenceNumber ${value} used in PutRecord on ${inStream(stream)} is invalid.`,
  );

/** Seen in 2020 with 5 MB. Unverified: that today's larger cap is named in the same words. */
export const requestTooLarge = (): AwsError => invalidArgument('Records size exceeds 10 MB limit');

/** Unverified: wording ours. */
export const dryRunSucceeded = (): AwsError =>
  new AwsError(
    'DryRunOperationException',
    'The request would have succeeded, but the DryRun parameter was specified.',
  );

// Consumers

/** Unverified: code as documented, wording ours. */
export const consumerExists = (consumerName: string, stream: StreamName): AwsError =>
  inUse(`Consumer ${consumerName} under ${inStream(stream)} already exists.`);

/** Unverified: code as documented, wording ours. */
export const consumerNotFound = (consumerName: string, stream: StreamName): AwsError =>
  notFound(`Consumer ${consumerName} under ${inStream(stream)} not found.`);

/** Unverified: code as documented, wording ours. */
export const consumerLimitExceeded = (stream: StreamName, limit: number): AwsError =>
  limitExceeded(
    `This request would exceed the limit of ${limit} consumers for ${inStream(stream)}.`,
  );

/** Unverified: code as documented, wording ours. */
export const tooManyConsumersCreating = (stream: StreamName, limit: number): AwsError =>
  limitExceeded(
    `This request would exceed the limit of ${limit} consumers in CREATING for ${inStream(stream)}.`,
  );

/** Unverified: code and wording ours. */
export const consumerUnnamed = (): AwsError =>
  invalidArgument('Either ConsumerARN or both StreamARN and ConsumerName should be provided.');

/** Unverified: code and wording ours. */
export const consumerNamesDisagree = (): AwsError =>
  invalidArgument('ConsumerARN, StreamARN and ConsumerName do not identify the same consumer.');

/** Seen on AWS, second-hand. */
export const consumerNotActive = (
  consumerName: string,
  createdAtSeconds: number,
  { name, account }: StreamName,
): AwsError =>
  inUse(
    `Consumer ${consumerName} with creation timestamp ${createdAtSeconds} under stream: ${name}, account ${account} is not in ACTIVE status.`,
  );

/** Seen on AWS, second-hand. */
export const subscriptionExists = (
  consumerName: string,
  shardId: string,
  { name, account }: StreamName,
): AwsError =>
  inUse(
    `Another active subscription exists for this consumer: ${account}:${name}:${shardId}:${consumerName}`,
  );
