import type { WireRequest, WireResponse } from './http.ts';

/** As on AWS (second-hand): two days. */
const MAX_AGE_S = 172_800;

/** As on AWS (second-hand), and S3's ETag. */
const EXPOSED_HEADERS =
  'x-amzn-requestid, x-amzn-errortype, x-amz-request-id, x-amz-id-2, x-amzn-errormessage, date, etag';

/**
 * The answer to a browser that asks whether a page of this machine may send a request; undefined for any
 * other request.
 *
 * As on AWS (second-hand): whatever is asked for is allowed. Unlike AWS: in S3 too, where there each
 * bucket's own rules decide.
 */
export function preflightResponse({ method, headers }: WireRequest): WireResponse | undefined {
  const asked = headers['access-control-request-method'];
  if (method !== 'OPTIONS' || headers['origin'] === undefined || asked === undefined) {
    return undefined;
  }
  const askedHeaders = headers['access-control-request-headers'];
  return {
    status: 200,
    headers: {
      'access-control-allow-methods': asked,
      ...(askedHeaders !== undefined && { 'access-control-allow-headers': askedHeaders }),
      'access-control-max-age': String(MAX_AGE_S),
    },
    body: new Uint8Array(),
  };
}

/** Lets the page that asked read the answer. Unlike AWS: that page alone, not `*`. */
export function readableBy(origin: string, response: WireResponse): WireResponse {
  const headers = {
    ...response.headers,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_HEADERS,
    vary: 'origin',
  };
  return { ...response, headers };
}
