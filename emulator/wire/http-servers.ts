import { createServer, type Server as Http1Server } from 'node:http';
import { constants, createServer as createHttp2Server, type Http2Server } from 'node:http2';
import type { Socket } from 'node:net';
import { isDeclaredTooLong, type Incoming } from './body-limit.ts';
import type { ServerLimits } from './server-limits.ts';
import { sniff, type Protocol } from './sniff.ts';
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

export interface Accepted {
  readonly sockets: ReadonlySet<Socket>;
  /** Those among them that have not said yet which protocol they speak. */
  readonly undecided: ReadonlySet<Socket>;
}

/**
 * Lets `http1`, which listens, accept connections for both. It listens itself, and not a server before
 * it, because only a server that listens watches over its timeouts.
 */
export function acceptBoth(
  http1: Http1Server,
  http2: Http2Server,
  { firstByteMs }: ServerLimits,
): Accepted {
  const sockets = new Set<Socket>();
  const undecided = new Set<Socket>();
  const acceptors = http1.listeners('connection');

  function handOver(socket: Socket, protocol: Protocol): void {
    undecided.delete(socket);
    if (protocol === 'http1') {
      for (const accept of acceptors) accept.call(http1, socket);
    } else {
      // A server of HTTP/1.1 keeps half of a connection open; a session of HTTP/2 would never end so.
      socket.allowHalfOpen = false;
      http2.emit('connection', socket);
    }
  }

  http1.removeAllListeners('connection');
  http1.on('connection', (socket: Socket) => {
    sockets.add(socket);
    undecided.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      undecided.delete(socket);
    });
    sniff(socket, firstByteMs, handOver);
  });
  return { sockets, undecided };
}
