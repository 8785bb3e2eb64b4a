import { silentLog, type Log } from '#runtime/log.ts';
import type { WireRequest, WireResponse } from './http.ts';

/** A request as an adapter makes it; `target` is a path with its query. */
export function givenRequest(
  method: string,
  target: string,
  { headers = {}, body = '', ...more }: Partial<Omit<WireRequest, 'body'>> & { body?: string } = {},
): WireRequest {
  const { pathname, searchParams } = new URL(target, 'http://127.0.0.1');
  return {
    method,
    path: pathname,
    query: searchParams,
    headers,
    body: Buffer.from(body),
    signal: new AbortController().signal,
    ...more,
  };
}

export async function textOf({ body }: WireResponse): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A log that keeps what a person should see. */
export function givenLog(): { readonly log: Log; readonly lines: unknown[] } {
  const lines: unknown[] = [];
  const keep =
    (level: string) =>
    (event: string, fields = {}): void =>
      void lines.push({ level, event, ...fields });
  const log: Log = { ...silentLog, warn: keep('warn'), error: keep('error'), child: () => log };
  return { log, lines };
}
