import type { Server as Http1Server } from 'node:http';
import type { Http2Server } from 'node:http2';
import type { Socket } from 'node:net';
import type { Server as TlsServer, TLSSocket } from 'node:tls';
import type { ServerLimits } from './server-limits.ts';
import { sniff, type Protocol } from './sniff.ts';

export interface Acceptors {
  readonly http1: Http1Server;
  readonly http2: Http2Server;
  /** Without it, a handshake is taken for bad HTTP. */
  readonly tls: TlsServer | undefined;
}

export interface Accepted {
  readonly sockets: ReadonlySet<Socket>;
  /** Those, as they came or decrypted, that have not said yet which protocol they speak. */
  readonly undecided: ReadonlySet<Socket>;
}

/**
 * Lets `http1`, which listens, accept connections for all. It listens itself, and not a server before
 * it, because only a server that listens watches over its timeouts.
 */
export function acceptAll(
  { http1, http2, tls }: Acceptors,
  { firstByteMs }: ServerLimits,
): Accepted {
  const sockets = new Set<Socket>();
  const undecided = new Set<Socket>();
  const acceptors = http1.listeners('connection');

  function ask(socket: Socket, handOver: (protocol: Protocol) => void): void {
    undecided.add(socket);
    socket.once('close', () => undecided.delete(socket));
    sniff(socket, firstByteMs, (protocol) => {
      undecided.delete(socket);
      handOver(protocol);
    });
  }

  function speak(socket: Socket, protocol: Protocol): void {
    if (protocol === 'http2') {
      // A server of HTTP/1.1 keeps half of a connection open; a session of HTTP/2 would never end so.
      socket.allowHalfOpen = false;
      http2.emit('connection', socket);
    } else for (const accept of acceptors) accept.call(http1, socket);
  }

  tls?.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === 'h2') return speak(socket, 'http2');
    ask(socket, (protocol) => {
      // Java's SDK names no protocol while it shakes hands, and then speaks HTTP/2 all the same; Node's
      // server would refuse that.
      if (protocol === 'http2') socket.alpnProtocol = 'h2';
      speak(socket, protocol);
    });
  });
  http1.removeAllListeners('connection');
  http1.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    ask(socket, (protocol) => {
      if (protocol === 'tls' && tls) tls.emit('connection', socket);
      else speak(socket, protocol);
    });
  });
  return { sockets, undecided };
}
