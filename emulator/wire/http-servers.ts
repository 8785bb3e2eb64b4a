import { createServer, type Server as Http1Server } from 'node:http';
import {
  constants,
  createServer as createHttp2Server,
  type Http2Server,
  type Http2ServerRequest,
} from 'node:http2';
import { systemClock } from '#runtime/clock.ts';
import { isDeclaredTooLong, type Incoming } from './body-limit.ts';
import type { ServerLimits } from './server-limits.ts';
import type { Outgoing } from './write-response.ts';

export type Serve = (incoming: Incoming, outgoing: Outgoing) => void;

/** How often Node looks for requests that take too long, as a part of what they may take. */
const CHECKS_PER_TIMEOUT = 10;

export function http1Server(limits: ServerLimits, serve: Serve): Http1Server {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.headersMs / CHECKS_PER_TIMEOUT,
  });
  server.timeout = limits.idleMs;
  server.maxConnections = limits.maxSockets;
  server.on('request', serve);
  server.on('checkContinue', (incoming, outgoing) => {
    // A client that asks first is refused before it has sent anything.
    if (!isDeclaredTooLong(incoming)) outgoing.writeContinue();
    serve(incoming, outgoing);
  });
  return server;
}

/** Streams of one session at once, and the memory of its headers and unsent answers. */
const MAX_STREAMS = 256;
const MAX_SESSION_MIB = 64;
/** Room for a body in flight: with HTTP/2's own 64 KiB a large request waits for its server each time. */
const WINDOW_BYTES = 1_024 * 1_024;

export function http2Server(limits: ServerLimits, serve: Serve): Http2Server {
  const server = createHttp2Server({
    maxSessionMemory: MAX_SESSION_MIB,
    settings: { maxConcurrentStreams: MAX_STREAMS, initialWindowSize: WINDOW_BYTES },
  });
  // The sockets' own timers: connections live in real time, whatever the lab's clock says.
  server.on('session', (session) => {
    session.setLocalWindowSize(WINDOW_BYTES);
    session.setTimeout(limits.headersMs, () => session.destroy());
    session.once('stream', () => session.setTimeout(limits.idleMs));
  });
  server.on('request', (incoming, outgoing) => {
    limitBody(incoming, limits.requestMs);
    serve(incoming, outgoing);
  });
  return server;
}

/** Cancels a stream whose body stops coming, or comes too slowly to be there in time; real time, as above. */
function limitBody(incoming: Http2ServerRequest, requestMs: number): void {
  const { stream } = incoming;
  const lastAt = systemClock.now() + requestMs;
  const cancel = (): void => stream.close(constants.NGHTTP2_CANCEL);
  stream.setTimeout(requestMs, cancel);
  incoming.on('data', () => {
    if (systemClock.now() > lastAt) cancel();
  });
  incoming.once('end', () => stream.setTimeout(0));
}
