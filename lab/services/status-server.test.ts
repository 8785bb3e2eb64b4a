import { request } from 'node:http';
import { onTestFinished, describe, expect, it } from 'vitest';
import { startStatusServer } from './status-server.ts';

async function givenServer(host = '127.0.0.1') {
  const server = await startStatusServer({ host, port: 0, incarnation: 'one' });
  onTestFinished(() => server.close());
  const ask = (path: string, method = 'GET', name = `127.0.0.1:${server.port}`) =>
    new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
      const call = request(
        { host: '127.0.0.1', port: server.port, path, method, headers: { host: name } },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          response.on('end', () => {
            resolve({ status: response.statusCode, body: JSON.parse(text) as unknown });
          });
        },
      );
      call.on('error', reject).end();
    });
  return { server, ask };
}

describe('GET /status of a service', () => {
  it('says who answers and how he stands, from that number on', async () => {
    const { server, ask } = await givenServer();
    expect((await ask('/status')).status).toBe(503);
    server.tell((since) => ({ put: 7, since }));
    const body = { incarnation: 'one', status: { put: 7, since: 3 } };
    expect(await ask('/status?since=3')).toEqual({ status: 200, body });
    expect(await ask('/status')).toMatchObject({ body: { status: { since: 0 } } });
  });

  it.each([
    ['/status?since=soon', 'GET', 400],
    ['/status', 'POST', 405],
    ['/', 'GET', 404],
  ])('answers %s by %s with %i', async (path, method, status) => {
    const { server, ask } = await givenServer();
    server.tell(() => ({}));
    expect((await ask(path, method)).status).toBe(status);
  });

  it('answers on this machine to its own names only, and in a container to all', async () => {
    const { server, ask } = await givenServer();
    server.tell(() => ({}));
    expect((await ask('/status', 'GET', 'elsewhere.example')).status).toBe(403);
    expect((await ask('/status', 'GET', 'localhost:1')).status).toBe(200);
    const open = await givenServer('0.0.0.0');
    open.server.tell(() => ({}));
    expect((await open.ask('/status', 'GET', 'producer:4580')).status).toBe(200);
  });
});
