import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service says of itself, to whoever has heard everything up to number `since`. */
export type Tell = (since: number) => object;

export interface StatusServerOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Who asks sees by it that another process has taken this one's place, whose numbers begin anew. */
  readonly incarnation: string;
}

export interface StatusServer {
  readonly port: number;
  /** From now on this is what it says. */
  readonly tell: (tell: Tell) => void;
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Serves `GET /status?since=N`: what one service says of itself. It can be asked, and told nothing. */
export async function startStatusServer(options: StatusServerOptions): Promise<StatusServer> {
  const { host, port, incarnation } = options;
  let tell: Tell | undefined;
  const server = createServer((request, response) => {
    const { status, body } = answer(request);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  });

  function answer(request: IncomingMessage): { readonly status: number; readonly body: object } {
    if (!isKnownName(request)) return refusal(403, 'Not under this name.');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://service');
    if (pathname !== '/status') return refusal(404, `${pathname}: there is /status.`);
    if (request.method !== 'GET') return refusal(405, 'GET, please.');
    if (!tell) return refusal(503, 'Not ready yet.');
    const since = Number(searchParams.get('since') ?? 0);
    if (!Number.isSafeInteger(since)) return refusal(400, 'since: a whole number, please.');
    return { status: 200, body: { incarnation, status: tell(since) } };
  }

  /** A page of elsewhere whose name was pointed at this machine comes under that name. */
  const isKnownName = ({ headers }: IncomingMessage): boolean =>
    host !== LOOPBACK || /^(127\.0\.0\.1|localhost):\d+$/.test(headers.host ?? '');

  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    tell: (news) => (tell = news),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const refusal = (status: number, message: string) => ({ status, body: { message } });
