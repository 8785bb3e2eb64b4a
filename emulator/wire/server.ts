import { once } from 'node:events';
import type { Server as Http1Server } from 'node:http';
import type { Http2Server, ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import { acceptAll } from './accept.ts';
import { BodyBuffers } from './body-buffers.ts';
import { BodyBudget } from './body-limit.ts';
import type { WireHandler } from './http.ts';
import { http1Server, http2Server, type Serve } from './http-servers.ts';
import { PortInUse, portOwner } from './port-in-use.ts';
import { serveRequest, type ServeContext } from './serve-request.ts';
import { StayAwake } from './stay-awake.ts';
import { DEFAULT_LIMITS, type ServerLimits } from './server-limits.ts';
import { tlsServer, type TlsOptions } from './tls/tls-server.ts';

export interface ServerOptions {
  readonly handle: WireHandler;
  readonly host?: string;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly log: Log;
  /** With it, TLS is spoken on the same port. */
  readonly tls?: TlsOptions | undefined;
  readonly limits?: Partial<ServerLimits>;
}

export interface Server {
  readonly port: number;
  /** `http://HOST:PORT`; with TLS also by `https:`. */
  readonly endpoint: string;
  /** Stops accepting, ends pushes, finishes requests in flight, for a bounded time. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/**
 * Serves the emulator on one port, to HTTP/1.1 and to HTTP/2, in cleartext or over TLS, which their first
 * bytes tell apart; HTTP/2 in cleartext with prior knowledge, over TLS by ALPN. Throws PortInUse.
 *
 * As on AWS: every operation works over each, a push included. Unlike AWS: cleartext is spoken, too.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { handle, host = '127.0.0.1', port, log } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const context: ServeContext = {
    handle,
    memory: { budget: new BodyBudget(), buffers: new BodyBuffers() },
    log,
    pushes: new Set(),
    isClosing: () => isClosing,
    lingerMs: limits.lingerMs,
  };
  let isClosing = false;

  const awake = new StayAwake({ nowMs: () => performance.now(), nextTurn: setImmediate });
  const serve: Serve = (incoming, outgoing) => {
    awake.heard();
    void serveRequest(incoming, outgoing, context);
    // While the server closes, a connection that has served its last request has become idle.
    outgoing.once('close', () => {
      awake.answered();
      if (isClosing) http1.closeIdleConnections();
    });
  };
  const http1 = http1Server(limits, serve);
  const http2 = http2Server(limits, serve);
  const sessions = sessionsOf(http2);
  const tls = options.tls && tlsServer(options.tls, limits);
  const { sockets, undecided } = acceptAll({ http1, http2, tls }, limits);
  http1.once('drop', () => log.warn('too many connections', { maxSockets: limits.maxSockets }));

  async function close(): Promise<void> {
    isClosing = true;
    const closed = once(http1, 'close');
    http1.close();
    for (const socket of undecided) socket.destroy();
    for (const session of sessions) session.close();
    for (const push of context.pushes) push.abort();
    const inTime = new AbortController();
    await Promise.race([closed, systemClock.sleep(limits.closeMs, inTime.signal)]);
    inTime.abort();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await listen(http1, port, host);
  const bound = http1.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    port: bound.port,
    endpoint: `http://${host}:${bound.port}`,
    close: () => (closing ??= close()),
  };
}

function sessionsOf(server: Http2Server): ReadonlySet<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  return sessions;
}

/**
 * That many may wait to be accepted; who comes then is dropped by the system and tries again after a second.
 * Node's own 511 are there at once when clients come and go without being waited for.
 */
const WAITING_SOCKETS = 4_096;

async function listen(server: Http1Server, port: number, host: string): Promise<void> {
  try {
    server.listen({ port, host, backlog: WAITING_SOCKETS });
    await once(server, 'listening');
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (isTaken) throw new PortInUse(port, await portOwner(port));
    throw error;
  }
}
