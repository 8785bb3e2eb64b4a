import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PipelineSources } from '#pipeline/status.ts';
import { systemClock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import { answer, type Site } from './answer.ts';
import { bundlePage } from './bundle.ts';
import { Collector } from './collector.ts';
import { commandsOf } from './commands.ts';
import type { Controls } from './controls.ts';
import { Feed } from './feed.ts';
import type { LabView } from './view.ts';

export interface DashboardOptions {
  /** Others than 127.0.0.1, the default, are for containers, which publish the port under the same number. */
  readonly host?: string;
  /** 0 takes any that is free, and so does one that is taken. */
  readonly port: number;
  readonly sources: PipelineSources;
  readonly controls: Controls;
  readonly lab: Omit<LabView, 'epoch' | 'can'>;
  /** Unguessable: who knows it may command. */
  readonly token: string;
  readonly log: Log;
}

export interface Dashboard {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Browsers connected at this moment. */
  readonly clients: () => number;
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Serves the page, what it shows and what it can do, to browsers of this machine only. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { host = LOOPBACK, controls, token, log } = options;
  const epoch = token.slice(0, 8);
  const collector = new Collector(options.sources, {
    ...options.lab,
    epoch,
    can: {
      steer: controls.clock !== undefined,
      put: controls.put !== undefined,
      produce: controls.produce !== undefined,
      reshard: controls.reshard !== undefined,
      consumers: controls.consumer !== undefined,
      faults: controls.fault !== undefined,
    },
  });
  const feed = new Feed(collector, { clock: systemClock, log, epoch });
  const server = createServer();
  const port = await listen(server, options.port, host);
  const site: Site = {
    hosts: new Set([`${LOOPBACK}:${port}`, `localhost:${port}`]),
    token,
    page: readPage(token),
    bundle: bundlePage(),
    feed,
    collector,
    controls,
    holderOf: options.sources.holderOf,
    commands: commandsOf(controls, () => collector.askStreamNext()),
  };
  // Told to the first browser that asks, not to the process.
  site.bundle.catch(() => {});
  site.page.catch(() => {});
  server.on('request', (request, response) => {
    answer(request, response, site).catch((error: unknown) => {
      log.error('page not served', { error: error instanceof Error ? error.stack : String(error) });
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  return {
    url: `http://${LOOPBACK}:${port}`,
    clients: () => feed.clients,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await feed.stop();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readPage(token: string): Promise<string> {
  const html = await readFile(new URL('page/index.html', import.meta.url), 'utf8');
  return html.replace('{{token}}', token);
}

async function listen(server: Server, wanted: number, host: string): Promise<number> {
  try {
    server.listen(wanted, host);
    await once(server, 'listening');
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken || wanted === 0) throw error;
    return listen(server, 0, host);
  }
  return (server.address() as AddressInfo).port;
}
