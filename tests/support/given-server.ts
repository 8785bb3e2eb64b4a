import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { startServer, type Server, type ServerOptions, type WireHandler } from '#emulator/index.ts';
import { silentLog } from '#runtime/log.ts';

type Request = Parameters<WireHandler>[0];

export interface GivenServer extends Server {
  readonly requests: readonly Request[];
  /** Opens a connection and sends that; no error of the connection fails the test. */
  readonly open: (sent?: string | Uint8Array) => Promise<Connection>;
  /** How long an ordinary client waits at this moment. */
  readonly waitMs: () => Promise<number>;
}

export interface Connection {
  readonly socket: Socket;
  /** What has come so far. */
  readonly received: () => string;
  /** Everything that came, once the server has closed the connection. */
  readonly closed: Promise<string>;
  /** Resolves when what has come contains that. */
  readonly receives: (text: string) => Promise<void>;
}

const OK: WireHandler = () =>
  Promise.resolve({ status: 200, headers: {}, body: Buffer.from('served') });

/** A server of its own for one test, closed with it. */
export async function givenServer(
  handle: WireHandler = OK,
  limits: NonNullable<ServerOptions['limits']> = {},
  tls?: NonNullable<ServerOptions['tls']>,
): Promise<GivenServer> {
  const requests: Request[] = [];
  const recording: WireHandler = (request) => {
    requests.push(request);
    return handle(request);
  };
  const server = await startServer({ handle: recording, port: 0, log: silentLog, limits, tls });
  onTestFinished(() => server.close());
  return {
    ...server,
    requests,
    open: (sent) => open(server.port, sent),
    waitMs: async () => {
      const startedAt = performance.now();
      const response = await fetch(server.endpoint);
      await response.text();
      return performance.now() - startedAt;
    },
  };
}

async function open(port: number, sent: string | Uint8Array = ''): Promise<Connection> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(text)));
  socket.on('error', () => {});
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  await once(socket, 'connect');
  socket.write(sent);
  return {
    socket,
    closed,
    received: () => text,
    receives: async (wanted) => {
      while (!text.includes(wanted)) await once(socket, 'data');
    },
  };
}

/** A promise that resolves when told. */
export interface Gate {
  readonly passed: Promise<void>;
  readonly open: () => void;
}

export function givenGate(): Gate {
  let pass = (): void => {};
  const passed = new Promise<void>((resolve) => (pass = resolve));
  return { passed, open: () => pass() };
}
