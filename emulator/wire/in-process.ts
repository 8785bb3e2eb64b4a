import { Readable } from 'node:stream';
import { bodyLimitBytes } from './body-limit.ts';
import type { WireHandler, WireRequest, WireResponse } from './http.ts';
import type { InFlight } from './in-flight.ts';
import { pushInProcess } from './push-in-process.ts';
import { requestAborted, unlessAborted } from './request-aborted.ts';
import { turnOfTheLoop } from './turn-of-the-loop.ts';

/** An HTTP request as the AWS SDK's clients make it. */
interface SdkRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** What the AWS SDK's clients take as `requestHandler`. */
export interface InProcessHandler {
  readonly metadata: { readonly handlerProtocol: string };
  readonly handle: (
    request: SdkRequest,
    options?: { readonly abortSignal?: unknown },
  ) => Promise<{ response: SdkResponse }>;
  readonly destroy: () => void;
  readonly updateHttpClientConfig: () => void;
  readonly httpHandlerConfigs: () => Record<string, never>;
}

/**
 * The emulator as an AWS SDK `requestHandler`: no sockets and no timers, so that a virtual clock sees
 * all there is. `inFlight` counts a call until the SDK has its answer, or the first piece of it.
 */
export function inProcessHandler(handle: WireHandler, inFlight: InFlight): InProcessHandler {
  async function call(request: SdkRequest, client: AbortSignal | undefined): Promise<SdkResponse> {
    if (client?.aborted) throw requestAborted();
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    const forget = (): void => client?.removeEventListener('abort', leave);
    client?.addEventListener('abort', leave, { once: true });
    try {
      const response = await unlessAborted(answer(request, gone.signal), gone.signal);
      if (response.body instanceof Uint8Array) {
        forget();
        return whole(request, response, response.body);
      }
      const body = pushInProcess(response.body, { gone, inFlight, onEnd: forget });
      return { statusCode: response.status, headers: { ...response.headers }, body };
    } catch (error) {
      forget();
      throw error;
    }
  }

  async function answer(request: SdkRequest, signal: AbortSignal): Promise<WireResponse> {
    const body = bytesOf(request.body) ?? (await collect(request.body));
    const response = await handle(toWireRequest(request, body, signal));
    await turnOfTheLoop();
    return response;
  }

  return {
    metadata: { handlerProtocol: 'in-process' },
    handle: async (request, { abortSignal } = {}) => {
      const client = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      return { response: await inFlight.track(call(request, client)) };
    },
    destroy: () => {},
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

const EMPTY = new Uint8Array();

/** Undefined for what must be read piece by piece. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined || body === null) return EMPTY;
  if (typeof body === 'string') return Buffer.from(body);
  // A view, because the SDK's own kind of array warns when it is handled as text.
  if (body instanceof Uint8Array) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  return body instanceof ArrayBuffer ? new Uint8Array(body) : undefined;
}

async function collect(body: unknown): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  return Buffer.concat(chunks);
}

function toWireRequest(
  { method, path, query = {}, headers }: SdkRequest,
  body: Uint8Array,
  signal: AbortSignal,
): WireRequest {
  const lowerCase = toLowerCase(headers);
  const isOversized = body.length > bodyLimitBytes(method, lowerCase['x-amz-target']);
  return {
    method,
    path,
    query: toSearchParams(query),
    headers: lowerCase,
    body: isOversized ? EMPTY : body,
    ...(isOversized && { refusal: 'oversized' }),
    signal,
  };
}

function toSearchParams(query: NonNullable<SdkRequest['query']>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) params.append(name, one);
  }
  return params;
}

function toLowerCase(headers: SdkRequest['headers']): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lower[name.toLowerCase()] = value;
  return lower;
}

/**
 * The SDK reads bytes the cheapest if they are an array, which it then makes its own; it insists on a
 * stream where a body may be one, and only GET has such. An object in a bucket is not to be written by
 * who has read it, so it is copied, as a socket would.
 */
function whole(request: SdkRequest, response: WireResponse, bytes: Uint8Array): SdkResponse {
  const { status: statusCode, headers } = response;
  if (request.method !== 'GET') return { statusCode, headers: { ...headers }, body: bytes };
  return { statusCode, headers: { ...headers }, body: streamOf(Uint8Array.from(bytes)) };
}

const streamOf = (bytes: Uint8Array): Readable =>
  new Readable({
    read() {
      this.push(bytes);
      this.push(null);
    },
  });
