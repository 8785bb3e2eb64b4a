/** What matters of an error that an AWS client threw: AWS's code or the system's, and the status if AWS answered. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

interface ErrorLike {
  readonly Code?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function factsOf(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { name: '', message: String(error), status: undefined };
  const { code, $metadata } = error as Error & ErrorLike;
  return {
    // Of a connection that failed the system's code says more than the name, which is just Error.
    name: error.name === 'Error' && typeof code === 'string' ? code : error.name,
    message: error.message,
    status: $metadata?.httpStatusCode,
  };
}

const THROTTLES = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'SlowDown',
]);

/** Kinesis and Firehose have one code for calling too often and for a quota; only the words differ. */
const TOO_OFTEN = /rate exceeded|too many requests|exceeded the.*(calls|requests)|rate of/i;

export const isThrottle = ({ name, message }: ErrorFacts): boolean =>
  THROTTLES.has(name) || (name === 'LimitExceededException' && TOO_OFTEN.test(message));

const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'TimeoutError', 'EAI_AGAIN']);

/** Changes that AWS is still busy with, as when a bucket was deleted a moment ago. */
const BUSY = new Set([
  'OperationAborted',
  'ConcurrentModification',
  'ConcurrentModificationException',
]);

/** Whether the same call may well succeed in a moment. */
export function isTransient(facts: ErrorFacts): boolean {
  const { name, status } = facts;
  return isThrottle(facts) || CUT_OFF.has(name) || BUSY.has(name) || (status ?? 0) >= 500;
}

/** That the thing is not there; each service has its own word. */
export const isAbsent = ({ name }: ErrorFacts): boolean => ABSENT.has(name);

const ABSENT = new Set([
  'ResourceNotFoundException',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchBucket',
  'NotFound',
]);

/** That it is there already: made by somebody else, or by a call of ours whose answer was lost. */
export const isPresent = ({ name }: ErrorFacts): boolean => PRESENT.has(name);

const PRESENT = new Set([
  'ResourceInUseException',
  'EntityAlreadyExists',
  'EntityAlreadyExistsException',
  'BucketAlreadyOwnedByYou',
]);

/** That this caller may not. */
export const isDenied = ({ name, status }: ErrorFacts): boolean =>
  DENIED.has(name) || status === 403;

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'Forbidden',
  '403',
]);
