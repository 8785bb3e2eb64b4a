import { AwsError } from '../errors.ts';
import { MAX_OBJECT_BYTES } from './body-limit.ts';
import type { WireRequest, WireResponse } from './http.ts';
import { xmlError } from './rest-xml.ts';

type Refusal = NonNullable<WireRequest['refusal']>;

/** As on AWS: an operation that is not known is 400, whatever the service. */
export const unknownOperation = (operation: string): AwsError =>
  new AwsError('UnknownOperationException', `Unknown operation: ${operation}`);

/** Unverified: code, status and words for a request larger than any legal one. */
export const jsonRefusal = (refusal: Refusal): AwsError =>
  refusal === 'oversized'
    ? new AwsError('RequestEntityTooLargeException', 'Request body too large.', { status: 413 })
    : new AwsError('ServiceUnavailable', 'Service is unavailable.', { status: 503 });

/** As on AWS, but for the size: 5 GiB there. */
export const xmlRefusal = (refusal: Refusal): AwsError =>
  refusal === 'oversized'
    ? new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
        details: { MaxSizeAllowed: String(MAX_OBJECT_BYTES) },
      })
    : new AwsError('SlowDown', 'Please reduce your request rate.', { status: 503 });

export const foreignOrigin = (): AwsError =>
  new AwsError('AccessDenied', 'Requests from web pages of other origins are refused.', {
    status: 403,
  });

/** An error in S3's dialect. */
export function xmlErrorResponse(error: AwsError, requestId: string): WireResponse {
  const hostId = Buffer.from(`${requestId}${requestId}`).toString('base64');
  return {
    status: error.status,
    headers: {
      'x-amz-request-id': requestId,
      'x-amz-id-2': hostId,
      'content-type': 'application/xml',
    },
    body: xmlError(error, requestId, hostId),
  };
}

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a browser says that a page from elsewhere made this request. Other clients send no Origin. */
export function isForeignOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || !LOCAL_HOSTS.has(new URL(origin).hostname);
}
