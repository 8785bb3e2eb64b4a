import { IncomingMessage } from 'node:http';
import { AWAKE, systemClock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Incoming } from './body-limit.ts';
import type { WireHandler, WireRequest, WireResponse } from './http.ts';
import { LazyAbort } from './lazy-abort.ts';
import { readBody, type BodyMemory, type ReceivedBody, type RefusedBody } from './read-body.ts';
import { writePush, writeRefusal, writeWhole, type Outgoing, type Push } from './write-response.ts';

export interface ServeContext {
  readonly handle: WireHandler;
  readonly memory: BodyMemory;
  readonly log: Log;
  /** Pushes under way, which would never end by themselves while the server closes. */
  readonly pushes: Set<LazyAbort>;
  readonly isClosing: () => boolean;
  /** How long a client that was refused may go on sending. */
  readonly lingerMs: number;
}

/** Serves one request over HTTP/1.1 or HTTP/2: reads it, has it answered, writes the answer. */
export async function serveRequest(
  incoming: Incoming,
  outgoing: Outgoing,
  context: ServeContext,
): Promise<void> {
  const gone = whenGone(incoming, outgoing);
  try {
    const received = await readBody(incoming, context.memory);
    if (!received) return;
    const { body, ...head } = await answer(incoming, received, gone, context);
    if (!(body instanceof Uint8Array)) await push(outgoing, { ...head, body }, gone, context);
    else if (gone.isAborted) return;
    else if ('sent' in received) {
      const heard = heardOut(received.sent, context.lingerMs);
      await writeRefusal(outgoing, { ...head, body }, heard);
    } else writeWhole(outgoing, { ...head, body }, context.isClosing());
  } catch (error) {
    const shown = error instanceof Error ? error.stack : String(error);
    context.log.error('request failed', { error: shown });
    outgoing.destroy();
  }
}

/** Aborts if the connection, or on HTTP/2 the stream, closes before the answer was given. */
function whenGone(incoming: Incoming, outgoing: Outgoing): LazyAbort {
  const gone = new LazyAbort();
  // Not 'finish': over HTTP/2 that is said of every answer, cut off or not.
  outgoing.once('close', () => {
    if (!outgoing.writableEnded) gone.abort();
  });
  // A connection that breaks is no news: 'close' follows.
  incoming.on('error', () => {});
  outgoing.on('error', () => {});
  return gone;
}

async function answer(
  incoming: Incoming,
  received: ReceivedBody | RefusedBody,
  gone: LazyAbort,
  { handle, memory }: ServeContext,
): Promise<WireResponse> {
  if ('refusal' in received) {
    const { refusal } = received;
    return handle({ ...toWireRequest(incoming, EMPTY, gone), refusal });
  }
  const { bytes, release } = received;
  try {
    return await handle(toWireRequest(incoming, bytes, gone));
  } finally {
    memory.budget.give(bytes.length);
    if (keepsNothing(incoming)) release();
  }
}

/** The services that are called by a target copy what they keep of a body; S3 keeps the bytes themselves. */
const keepsNothing = ({ method, headers }: Incoming): boolean =>
  method === 'POST' && headers['x-amz-target'] !== undefined;

const EMPTY = new Uint8Array();

async function heardOut(sent: Promise<void>, lingerMs: number): Promise<void> {
  const inTime = new AbortController();
  await Promise.race([sent, systemClock.sleep(lingerMs, inTime.signal)]);
  inTime.abort(AWAKE);
}

async function push(
  outgoing: Outgoing,
  response: Push,
  gone: LazyAbort,
  { pushes }: ServeContext,
): Promise<void> {
  pushes.add(gone);
  try {
    await writePush(outgoing, response, gone.signal);
  } finally {
    pushes.delete(gone);
  }
}

function toWireRequest(incoming: Incoming, body: Uint8Array, gone: LazyAbort): WireRequest {
  const target = originForm(incoming.url ?? '/');
  const queryAt = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: queryAt === -1 ? target : target.slice(0, queryAt),
    query: new URLSearchParams(queryAt === -1 ? '' : target.slice(queryAt + 1)),
    headers: headersOf(incoming),
    body,
    get signal() {
      return gone.signal;
    },
  };
}

/** A proxy's client names the whole URL; `OPTIONS *` names no path at all. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = /^[a-z]+:\/\/[^/?]*(.*)$/i.exec(target)?.[1] ?? '';
  return path.startsWith('/') ? path : `/${path}`;
}

/** HTTP/2 has no Host but `:authority`, beside other names that are no headers. */
function headersOf(incoming: Incoming): WireRequest['headers'] {
  // Node has joined all of HTTP/1.1's but this one, which no client sends.
  if (incoming instanceof IncomingMessage && incoming.headers['set-cookie'] === undefined) {
    return incoming.headers as WireRequest['headers'];
  }
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  const authority = incoming.headers[':authority'];
  if (typeof authority === 'string') headers['host'] ??= authority;
  return headers;
}
