export interface ErrorClass {
  /**
   * `refused`: it was not done and may be tried again. `unanswered`: the same, but it may have been
   * done. `final`: the next attempt would end the same way.
   */
  readonly kind: 'refused' | 'unanswered' | 'final';
  /** AWS's error code or the system's, for people and counters. */
  readonly error: string;
}

/** As on AWS: these come with status 400 and mean "later". */
const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'KMSThrottlingException',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

/** No connection came about, so nothing was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The connection broke, or the answer never came. */
const CUT_OFF = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_STREAM_CANCEL',
  'ERR_HTTP2_GOAWAY_SESSION',
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'AbortError',
]);

/** Sorts what a whole request failed with. What it does not know is a bug or a setting: final. */
export function classify(cause: unknown): ErrorClass {
  const { name, code, status } = factsOf(cause);
  const error = code ?? name;
  if (THROTTLES.has(name) || status === 429) return { kind: 'refused', error: name };
  if (CUT_OFF.has(name) || CUT_OFF.has(error)) return { kind: 'unanswered', error };
  if (NOT_CONNECTED.has(error)) return { kind: 'refused', error };
  if (status === undefined || (status >= 400 && status < 500))
    return { kind: 'final', error: name };
  // 5xx, or an answer that could not be read: what the service did is not known.
  return { kind: 'unanswered', error: name };
}

interface ErrorFacts {
  readonly name: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

function factsOf(cause: unknown): { name: string; code?: string; status?: number } {
  if (!(cause instanceof Error)) return { name: String(cause) };
  const { name, code, $metadata, $response }: ErrorFacts = cause;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  return {
    name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(status === undefined ? {} : { status }),
  };
}
