import { ServerResponse } from 'node:http';
import { constants, type Http2ServerResponse } from 'node:http2';
import type { WireResponse } from './http.ts';

export type Outgoing = ServerResponse | Http2ServerResponse;

export type Push = Omit<WireResponse, 'body'> & { readonly body: AsyncIterable<Uint8Array> };
type Whole = Omit<WireResponse, 'body'> & { readonly body: Uint8Array };

/** Statuses of which HTTP says that no body, and so no length, belongs to them. */
const BODILESS = new Set([204, 304]);

/** `mustClose` ends an HTTP/1.1 connection after the answer; an HTTP/2 session has its own way. */
export function writeWhole(
  outgoing: Outgoing,
  { status, headers, body }: Whole,
  mustClose: boolean,
): void {
  if (!BODILESS.has(status)) outgoing.setHeader('content-length', body.length);
  if (mustClose && outgoing instanceof ServerResponse) outgoing.setHeader('connection', 'close');
  head(outgoing, status, headers);
  outgoing.end(body);
}

/**
 * Answers a client that is still sending, at once, and closes when it has been `heard` out: to close with
 * unread bytes would reset the connection, and the answer with it.
 */
export async function writeRefusal(
  outgoing: Outgoing,
  { status, headers, body }: Whole,
  heard: Promise<void>,
): Promise<void> {
  const length = { 'content-length': String(body.length) };
  if (outgoing instanceof ServerResponse) {
    outgoing.writeHead(status, { ...length, ...headers, connection: 'close' });
    outgoing.write(body);
    await heard;
    outgoing.end();
  } else {
    outgoing.writeHead(status, { ...length, ...headers });
    outgoing.end(body);
    await heard;
    // Tells the client that it need not send the rest, and nothing else.
    outgoing.stream.close(constants.NGHTTP2_NO_ERROR);
  }
}

/** Writes each piece as it comes, no faster than the client reads, until the end or the client is gone. */
export async function writePush(
  outgoing: Outgoing,
  { status, headers, body }: Push,
  signal: AbortSignal,
): Promise<void> {
  head(outgoing, status, headers);
  // As on AWS: the client learns at once that it is subscribed, whenever the first event comes.
  if (outgoing instanceof ServerResponse) outgoing.flushHeaders();
  let isBlocked = false;
  for await (const piece of body) {
    if (signal.aborted) break;
    isBlocked = !write(outgoing, piece);
    if (isBlocked) isBlocked = !(await drained(outgoing, signal));
  }
  // A client that has not read what it was sent before would not read the end either.
  if (isBlocked) outgoing.destroy();
  else outgoing.end();
}

/** Node types the two kinds' overloads apart; they are the same where we use them. */
const head = (outgoing: Outgoing, status: number, headers: WireResponse['headers']): void => {
  if (outgoing instanceof ServerResponse) outgoing.writeHead(status, headers);
  else outgoing.writeHead(status, headers);
};

const write = (outgoing: Outgoing, piece: Uint8Array): boolean =>
  outgoing instanceof ServerResponse ? outgoing.write(piece) : outgoing.write(piece);

/** Whether the client has read enough to be sent more; false when it is gone. */
const drained = (outgoing: Outgoing, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const settle = (): void => {
      outgoing.off('drain', settle);
      signal.removeEventListener('abort', settle);
      resolve(!signal.aborted);
    };
    outgoing.on('drain', settle);
    signal.addEventListener('abort', settle);
  });
