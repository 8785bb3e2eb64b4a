import { AwsError } from '../errors.ts';

/** Faults that the emulator can be told to make, under the names that people use for them. */
export type FaultName =
  | 'write-throttle'
  | 'read-throttle'
  | 'expired-iterator'
  | 'internal-error'
  | 'throttle'
  | 'unavailable'
  | 's3-away'
  | 'lost-answer';

export interface FaultKind {
  readonly name: FaultName;
  /** AWS Fault Injection Service's action of the same effect, where it has one. */
  readonly fisAction?: string;
  readonly applies: (operation: string) => boolean;
  /** Of the requests it applies to, which share it meets unless told otherwise. */
  readonly share: number;
  /** Whether the request is carried out, and only its answer is lost. */
  readonly isCarriedOut?: boolean;
  readonly error: () => AwsError;
}

/** How a request to S3 is named here: it has no operation of its own. */
export const S3_REQUEST = 's3';

const oneOf =
  (...operations: readonly string[]) =>
  (operation: string): boolean =>
    operations.includes(operation);

const isData = oneOf('PutRecord', 'PutRecords', 'GetRecords', 'GetShardIterator');

/**
 * As on AWS (Fault Injection Service's guide to Kinesis): these actions exist, with these operations
 * and error codes, and 25 % of requests is what it proposes to begin with.
 * Unlike AWS: write and read throttling are two faults; the last two have no action there.
 * Unverified: the messages.
 */
export const FAULT_KINDS: readonly FaultKind[] = [
  {
    name: 'write-throttle',
    fisAction: 'aws:kinesis:inject-api-provisioned-throughput-exception',
    applies: oneOf('PutRecord', 'PutRecords'),
    share: 0.25,
    error: throughputExceeded,
  },
  {
    name: 'read-throttle',
    fisAction: 'aws:kinesis:inject-api-provisioned-throughput-exception',
    applies: oneOf('GetRecords'),
    share: 0.25,
    error: throughputExceeded,
  },
  {
    name: 'expired-iterator',
    fisAction: 'aws:kinesis:inject-api-expired-iterator-exception',
    applies: oneOf('GetRecords'),
    share: 0.25,
    error: () => new AwsError('ExpiredIteratorException', 'Iterator expired (injected fault).'),
  },
  {
    name: 'internal-error',
    fisAction: 'aws:fis:inject-api-internal-error',
    applies: isData,
    share: 0.25,
    error: internalFailure,
  },
  {
    name: 'throttle',
    fisAction: 'aws:fis:inject-api-throttle-error',
    applies: isData,
    share: 0.25,
    error: () => new AwsError('ThrottlingException', 'Rate exceeded (injected fault)'),
  },
  {
    name: 'unavailable',
    fisAction: 'aws:fis:inject-api-unavailable-error',
    applies: isData,
    share: 1,
    error: () =>
      new AwsError('ServiceUnavailable', 'Service unavailable (injected fault).', { status: 503 }),
  },
  {
    name: 's3-away',
    applies: oneOf(S3_REQUEST),
    share: 1,
    error: () =>
      new AwsError('ServiceUnavailable', 'Please try again (injected fault).', { status: 503 }),
  },
  {
    name: 'lost-answer',
    applies: oneOf('PutRecord', 'PutRecords'),
    share: 0.25,
    isCarriedOut: true,
    error: internalFailure,
  },
];

function throughputExceeded(): AwsError {
  return new AwsError(
    'ProvisionedThroughputExceededException',
    'Rate exceeded for shard (injected fault).',
  );
}

function internalFailure(): AwsError {
  return new AwsError('InternalFailure', 'Internal failure (injected fault).', { status: 500 });
}
