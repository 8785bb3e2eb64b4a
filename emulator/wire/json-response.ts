import type { WireRequest, WireResponse } from './http.ts';

/** An answer of ours, in no dialect of AWS. */
export function jsonResponse(
  { method }: Pick<WireRequest, 'method'>,
  status: number,
  answer: object,
): WireResponse {
  const body = Buffer.from(JSON.stringify(answer));
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
  return { status, headers, body: method === 'HEAD' ? new Uint8Array() : body };
}
