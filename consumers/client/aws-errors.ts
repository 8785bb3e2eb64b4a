import { ExpectedError } from '#runtime/errors.ts';

const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'ThrottlingException',
  'KMSThrottlingException',
  'SlowDown',
]);

interface AwsErrorLike {
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
}

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

export function statusOf(error: unknown): number | undefined {
  const status = (error as AwsErrorLike | undefined)?.$metadata?.httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}

export const isThrottle = (error: unknown): boolean => THROTTLES.has(nameOf(error));

/**
 * Worth trying again: throttled, the service's own fault, or no answer that could be read. Never an
 * error of ours, nor a request that AWS has understood and refused.
 */
export function isTransient(error: unknown): boolean {
  if (isThrottle(error)) return true;
  if (isOurs(error)) return false;
  const status = statusOf(error);
  if (status !== undefined && status >= 500) return true;
  const isRefusal = (error as AwsErrorLike | undefined)?.$fault === 'client';
  return !isRefusal && (status === undefined || status < 400);
}

/** Thrown on purpose here, or a bug; a cut-off answer is a SyntaxError or RangeError, which is not. */
const isOurs = (error: unknown): boolean =>
  error instanceof ExpectedError || error instanceof TypeError || error instanceof ReferenceError;

/** The stream, shard or position that was asked for may not be what it was when it was written down. */
export const isSuspect = (error: unknown): boolean =>
  nameOf(error) === 'ResourceNotFoundException' || nameOf(error) === 'InvalidArgumentException';
