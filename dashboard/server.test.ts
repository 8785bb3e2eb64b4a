import { request, type IncomingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '#runtime/log.ts';
import { CommandRefused, type Controls } from './controls.ts';
import { givenLabView, givenParts, sourcesOf } from './given-statuses.test-support.ts';
import { startDashboard, type Dashboard } from './server.ts';

const TOKEN = 'the-token-of-this-test';

let dashboard: Dashboard | undefined;
afterEach(() => dashboard?.close());

async function given(controls: Partial<Controls> = {}) {
  const done: unknown[] = [];
  dashboard = await startDashboard({
    port: 0,
    sources: sourcesOf(givenParts()),
    controls: {
      consumer: (...order) => void done.push(order),
      put: (order) => void done.push(order),
      openObject: async () => undefined,
      report: async () => ({ books: 'balanced' }),
      ...controls,
    },
    lab: givenLabView,
    token: TOKEN,
    log: silentLog,
  });
  const { url } = dashboard;
  const headers = { origin: url, 'content-type': 'application/json', 'x-kinlab-token': TOKEN };
  return { url, headers, done };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** By hand, because `fetch` lets nobody choose a Host. */
const ask = (
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(pieces).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(options.body);
  });

const order = JSON.stringify({ key: 'ana', count: 1, bytes: 250 });

describe('the page’s server', () => {
  it('serves a page that may load from nowhere else and be shown nowhere else', async () => {
    const { url } = await given();
    const { status, headers, body } = await ask(url);
    expect(status).toBe(200);
    expect(body).toContain(`content="${TOKEN}"`);
    expect(headers['content-security-policy']).toMatch(
      /default-src 'none'.*frame-ancestors 'none'/,
    );
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect((await ask(`${url}/page.js`)).headers['content-type']).toBe('text/javascript');
    expect((await ask(`${url}/worker.js`)).status).toBe(200);
    expect((await ask(`${url}/page.css`)).status).toBe(200);
  });

  it('carries out a command of its own page', async () => {
    const { url, headers, done } = await given();
    const answer = await ask(`${url}/api/put`, { method: 'POST', headers, body: order });
    expect(answer.status).toBe(200);
    expect(done).toEqual([{ key: 'ana', count: 1, bytes: 250 }]);
  });

  it.each([
    ['a page of elsewhere', { origin: 'http://evil.example' }, 403],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a file', { origin: 'null' }, 403],
    ['who knows no token', { 'x-kinlab-token': '' }, 403],
    ['who guesses the token', { 'x-kinlab-token': 'guess' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
    ['another name for this machine', { host: 'rebound.example' }, 403],
  ])('refuses %s, and does nothing', async (_who, changes, status) => {
    const { url, headers, done } = await given();
    const sent = { method: 'POST', headers: { ...headers, ...changes }, body: order };
    expect((await ask(`${url}/api/put`, sent)).status).toBe(status);
    expect(done).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 400],
    ['a number too many', JSON.stringify({ key: 'a', count: 1e9, bytes: 1 }), 400],
    ['a member too many', JSON.stringify({ key: 'a', count: 1, bytes: 1, and: 1 }), 400],
    ['a key too long', JSON.stringify({ key: 'a'.repeat(257), count: 1, bytes: 1 }), 400],
    ['more than any command needs', JSON.stringify({ key: 'a'.repeat(100_000) }), 413],
    ['nothing', '', 400],
  ])('refuses a command that is %s, and does nothing', async (_what, body, status) => {
    const { url, headers, done } = await given();
    const answer = await ask(`${url}/api/put`, { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
    expect(done).toEqual([]);
  });

  it('says why a command makes no sense now', async () => {
    const consumer = (): void => {
      throw new CommandRefused('There is no consumer x.');
    };
    const { url, headers } = await given({ consumer });
    const body = JSON.stringify({ name: 'x', change: { do: 'kill' } });
    const answer = await ask(`${url}/api/consumer`, { method: 'POST', headers, body });
    expect(answer).toMatchObject({ status: 409, body: '{"message":"There is no consumer x."}' });
  });

  it('has no command that this target has not, and no page but its own', async () => {
    const { url, headers } = await given({ put: undefined });
    expect((await ask(`${url}/api/put`, { method: 'POST', headers, body: order })).status).toBe(
      404,
    );
    expect((await ask(`${url}/../etc/passwd`)).status).toBe(404);
    expect((await ask(`${url}/api/object?key=none`)).status).toBe(404);
    expect((await ask(url, { method: 'PUT' })).status).toBe(405);
    expect((await ask(url, { headers: { host: 'rebound.example' } })).status).toBe(403);
    expect((await ask(`${url}/report`)).body).toBe('{"books":"balanced"}');
  });

  it('takes another port when its own is taken', async () => {
    const { url } = await given();
    const first = dashboard;
    const port = Number(new URL(url).port);
    dashboard = await startDashboard({
      port,
      sources: sourcesOf(givenParts()),
      controls: { openObject: async () => undefined, report: async () => ({}) },
      lab: givenLabView,
      token: TOKEN,
      log: silentLog,
    });
    expect(dashboard.url).not.toBe(url);
    await first?.close();
  });
});
