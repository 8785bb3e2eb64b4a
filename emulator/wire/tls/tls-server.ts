import { createServer, type Server } from 'node:tls';
import type { ServerLimits } from '../server-limits.ts';

/** What a server shows and signs its handshakes with, in PEM. */
export interface TlsOptions {
  readonly cert: string;
  readonly key: string;
}

/** Takes connections that are handed to it, and gives them on decrypted as `secureConnection`. */
export function tlsServer({ cert, key }: TlsOptions, { headersMs }: ServerLimits): Server {
  const server = createServer({
    cert,
    key,
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout: headersMs,
  });
  // Who does not trust the certificate says so and leaves, or is cut off.
  server.on('tlsClientError', (_, socket) => socket.destroy());
  return server;
}
