import { createServer, type Server as Http1Server } from 'node:http';
import { constants, createServer as createHttp2Server, type Http2Server } from 'node:http2';
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
  server.on('session', (session) => {
    session.setLocalWindowSize(WINDOW_BYTES);
    session.setTimeout(limits.idleMs, () => session.destroy());
  });
  server.on('request', (incoming, outgoing) => {
    const { stream } = incoming;
    stream.setTimeout(limits.requestMs, () => stream.close(constants.NGHTTP2_CANCEL));
    incoming.once('end', () => stream.setTimeout(0));
    serve(incoming, outgoing);
  });
  return server;
}
