import { AwsError } from '../errors.ts';
import { inStream, type StreamName } from './errors.ts';

/*
 * What Kinesis answers to a reader or a lister that asks for the wrong place. Sources as in
 * `errors.ts`.
 */

const invalidArgument = (message: string): AwsError =>
  new AwsError('InvalidArgumentException', message);

// Positions and iterators

export const invalidIterator = (): AwsError => invalidArgument('Invalid ShardIterator.');

export const iteratorExpired = (createdAt: number, now: number, lifeMs: number): AwsError =>
  new AwsError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${javaDate(createdAt)} while right now it is ${javaDate(now)} which is further in the future than the tolerated delay of ${lifeMs} milliseconds.`,
  );

/** As Java prints a `Date` in UTC: `Thu Jan 22 01:22:02 UTC 2015`. */
export function javaDate(epochMs: number): string {
  const [weekday, day, month, year, time] = new Date(epochMs).toUTCString().split(/,? /);
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

const startingNumberMisplaced = (specified: string): AwsError =>
  invalidArgument(
    `Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${specified} StartingSequenceNumber.`,
  );

export const startingNumberMissing = (type: string): AwsError =>
  startingNumberMisplaced(`${type} and no`);

export const startingNumberSuperfluous = (type: string): AwsError =>
  startingNumberMisplaced(`${type} and also a`);

export interface UseOfNumber {
  readonly number: string;
  /** The operation that it was used in. */
  readonly operation: string;
  readonly shardId: string;
  readonly stream: StreamName;
}

const startingNumber = ({ number, operation, shardId, stream }: UseOfNumber): string =>
  `StartingSequenceNumber ${number} used in ${operation} on shard ${shardId} in ${inStream(stream)} is invalid`;

export const startingNumberInvalid = (use: UseOfNumber): AwsError =>
  invalidArgument(`${startingNumber(use)}.`);

export const startingNumberForeign = (use: UseOfNumber): AwsError =>
  invalidArgument(`${startingNumber(use)} because it did not come from this stream.`);

export const startingNumberOfOtherShard = (encoded: string, used: string): AwsError =>
  invalidArgument(
    `Invalid StartingSequenceNumber. It encodes ${encoded}, while it was used in a call to a shard with ${used}`,
  );

export const timestampMissing = (): AwsError =>
  invalidArgument(
    'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
  );

export const timestampInFuture = (timestamp: number, now: number): AwsError =>
  invalidArgument(
    `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${timestamp}, currentTimestampInMillis: ${now}`,
  );

// Listing

export const tokenAndStream = (): AwsError =>
  invalidArgument('NextToken and StreamName cannot be provided together.');

export const neitherTokenNorStream = (): AwsError =>
  invalidArgument('Either NextToken or StreamName should be provided.');

/** Unverified: wording ours. */
export const invalidToken = (): AwsError => invalidArgument('Invalid NextToken.');

/** Unverified: wording ours. */
export const tokenExpired = (lifeMs: number): AwsError =>
  new AwsError(
    'ExpiredNextTokenException',
    `NextToken expired. The tolerated delay is ${lifeMs} milliseconds.`,
  );

/** Unverified: wording ours. */
export const filterIncomplete = (type: string, member: string): AwsError =>
  invalidArgument(`Must specify ${member} for a ShardFilter of type ${type}.`);
