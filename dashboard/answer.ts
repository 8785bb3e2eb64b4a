import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import type { PipelineSources } from '#pipeline/status.ts';
import type { Bundle } from './bundle.ts';
import type { Collector } from './collector.ts';
import type { Command } from './commands.ts';
import { CommandRefused, type Controls } from './controls.ts';
import type { Feed } from './feed.ts';
import { hashOf } from './ring.ts';

/** Everything that requests are answered from. */
export interface Site {
  /** The names under which a browser of this machine finds us. */
  readonly hosts: ReadonlySet<string>;
  readonly token: string;
  readonly page: Promise<string>;
  readonly bundle: Promise<Bundle>;
  readonly feed: Feed;
  readonly collector: Collector;
  readonly controls: Controls;
  readonly holderOf: PipelineSources['holderOf'];
  readonly commands: ReadonlyMap<string, Command>;
}

const MAX_COMMAND_BYTES = 65_536;

const SECURITY = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; " +
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** What a person must be told instead of an answer. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Answers one request. Whoever comes under another name than ours (a page of elsewhere whose name was
 * pointed at this machine) is refused whatever he wants; who commands must also come from our own page,
 * in JSON, and know the token.
 */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
): Promise<void> {
  try {
    checkHost(request, site);
    const url = new URL(request.url ?? '/', 'http://page');
    if (request.method === 'POST') await runCommand(request, response, url, site);
    else if (request.method === 'GET' || request.method === 'HEAD') {
      const show = SIGHTS.get(url.pathname);
      if (!show) throw new Refused(404, `${url.pathname} is not here.`);
      await show(response, url.searchParams, site);
    } else throw new Refused(405, 'GET or POST, please.');
  } catch (error) {
    const refused = refusalOf(error);
    json(response, refused.status, { message: refused.message });
  }
}

function refusalOf(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof CommandRefused) return new Refused(409, error.message);
  if (error instanceof ZodError)
    return new Refused(400, error.issues[0]?.message ?? 'Not understood.');
  throw error;
}

function checkHost({ headers }: IncomingMessage, { hosts }: Site): void {
  if (!hosts.has(headers.host ?? '')) throw new Refused(403, 'Not under this name.');
}

type Show = (response: ServerResponse, query: URLSearchParams, site: Site) => void | Promise<void>;

const built =
  (file: keyof Bundle, type: string): Show =>
  async (response, _query, { bundle }) =>
    text(response, type, (await bundle)[file]);

/** What there is to see, by its path. */
const SIGHTS: ReadonlyMap<string, Show> = new Map<string, Show>([
  [
    '/',
    async (response, _query, { page }) => text(response, 'text/html; charset=utf-8', await page),
  ],
  ['/page.js', built('page.js', 'text/javascript')],
  ['/worker.js', built('worker.js', 'text/javascript')],
  ['/page.css', built('page.css', 'text/css')],
  ['/events', (response, _query, { feed }) => feed.connect(response)],
  [
    '/report',
    async (response, _query, { controls }) => json(response, 200, await controls.report()),
  ],
  ['/api/hash', (response, query) => json(response, 200, { md5: hashOf(query.get('key') ?? '') })],
  [
    '/api/trace',
    async (response, query, site) =>
      json(response, 200, found(await traceOf(query.get('record') ?? '', site))),
  ],
  [
    '/api/object',
    async (response, query, { controls }) =>
      json(response, 200, found(await controls.openObject(query.get('key') ?? ''))),
  ],
]);

/** Its life, and if it is in the bucket, where. */
async function traceOf(name: string, { collector, holderOf }: Site): Promise<object | undefined> {
  const trace = collector.trace(name);
  if (!trace) return undefined;
  return { ...trace, stored: await holderOf?.(trace.id) };
}

function found<T>(thing: T | undefined): T & object {
  if (thing === undefined || thing === null) throw new Refused(404, 'There is no such thing.');
  return thing;
}

async function runCommand(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname }: URL,
  site: Site,
): Promise<void> {
  checkSender(request, site);
  const command = site.commands.get(pathname.replace('/api/', ''));
  if (!command) throw new Refused(404, `${pathname} is no command here.`);
  json(response, 200, await command(await readJson(request)));
}

function checkSender({ headers }: IncomingMessage, { hosts, token }: Site): void {
  const { origin = '' } = headers;
  if (!hosts.has(origin.replace(/^http:\/\//, '')) || !origin.startsWith('http://')) {
    throw new Refused(403, 'Commands come from our own page only.');
  }
  if (headers['x-kinlab-token'] !== token)
    throw new Refused(403, 'The token is missing or old: load the page again.');
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) {
    throw new Refused(415, 'Commands are JSON.');
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_COMMAND_BYTES) throw new Refused(413, 'No command is so long.');
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString());
  } catch {
    throw new Refused(400, 'The body is not JSON.');
  }
}

function text(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, { ...SECURITY, 'content-type': type }).end(body);
}

function json(response: ServerResponse, status: number, body: object): void {
  const type = 'application/json';
  response.writeHead(status, { ...SECURITY, 'content-type': type }).end(JSON.stringify(body));
}
