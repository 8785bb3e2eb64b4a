import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { PortInUse, startServer, type WireHandler } from '#emulator/index.ts';
import { silentLog } from '#runtime/log.ts';
import { givenGate, givenServer } from '../support/given-server.ts';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const EMPTY_SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
/** HEADERS, of stream 1, at its end: `:method GET`, `:scheme http`, `:path /`, `:authority x`. */
const GET_REQUEST = Buffer.from([0, 0, 6, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x84, 0x41, 0x01, 0x78]);

/** A client may be this slow to notice; what is waited for happens at once. */
const SOON_MS = 1_000;

/** For clients that would keep a server from closing. */
const CLOSES_SOON = { closeMs: 100 };

describe('one port', () => {
  it('speaks HTTP/2 to a client whose first bytes come one by one', async () => {
    const server = await givenServer();
    const client = await server.open();
    client.socket.setNoDelay(true);
    for (const byte of Buffer.concat([PREFACE, EMPTY_SETTINGS, GET_REQUEST])) {
      client.socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.receives('served');
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/', headers: { host: 'x' } });
  });

  it('speaks HTTP/1.1 to a client whose first bytes come one by one', async () => {
    const server = await givenServer();
    const client = await server.open();
    client.socket.setNoDelay(true);
    for (const byte of Buffer.from(
      'PUT /a%20b?c=d%26 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n',
    )) {
      client.socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.receives('served');
    expect(server.requests[0]).toMatchObject({ method: 'PUT', path: '/a%20b' });
    expect(server.requests[0]?.query.get('c')).toBe('d&');
  });

  it('serves one request after another on a connection that is kept', async () => {
    const server = await givenServer();
    const client = await server.open();
    for (let request = 1; request <= 3; request++) {
      client.socket.write(`GET /${request} HTTP/1.1\r\nhost: x\r\n\r\n`);
      await once(client.socket, 'data');
    }
    expect(server.requests.map(({ path }) => path)).toEqual(['/1', '/2', '/3']);
  });

  it('uses the memory of a large body again, but of none that S3 may keep', async () => {
    const server = await givenServer();
    const target = { 'x-amz-target': 'Kinesis_20131202.PutRecords' };
    for (const [method, byte] of [
      ['PUT', 'a'],
      ['POST', 'b'],
      ['POST', 'c'],
    ] as const) {
      const body = byte.repeat(700_000);
      await (await fetch(server.endpoint, { method, body, headers: target })).text();
      expect(Buffer.from(server.requests.at(-1)?.body ?? []).toString()).toBe(body);
    }
    const [put, first, second] = server.requests.map((request) => request.body);
    expect(Buffer.from(put ?? []).toString()).toBe('a'.repeat(700_000));
    expect(second?.buffer).toBe(first?.buffer);
    expect(first?.buffer).not.toBe(put?.buffer);
  });

  it('answers requests sent all at once in their order', async () => {
    const server = await givenServer(({ path }) =>
      Promise.resolve({ status: 200, headers: {}, body: Buffer.from(`<${path}>`) }),
    );
    const paths = Array.from({ length: 50 }, (_, at) => `/${at}`);
    const client = await server.open(
      paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''),
    );
    await client.receives('</49>');
    expect(client.received().match(/<[^>]+>/g)).toEqual(paths.map((path) => `<${path}>`));
  });

  it('asks for the body of a client that waits to be asked', async () => {
    const server = await givenServer();
    const client = await server.open(
      'PUT / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n',
    );
    await client.receives('HTTP/1.1 100 Continue');
    client.socket.write('ab');
    await client.receives('served');
    expect(Buffer.from(server.requests[0]?.body ?? []).toString()).toBe('ab');
  });

  it('takes the whole URL that the client of a proxy names', async () => {
    const server = await givenServer();
    const client = await server.open(
      'GET http://other:1/lake?x=1 HTTP/1.1\r\nhost: other:1\r\n\r\n',
    );
    await client.receives('served');
    expect(server.requests[0]?.path).toBe('/lake');
    expect(server.requests[0]?.query.get('x')).toBe('1');
  });

  it('puts a body together, however it was cut', async () => {
    const server = await givenServer();
    const client = await server.open(
      'PUT / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const sent = Array.from({ length: 1_000 }, (_, at) => String(at % 10)).join('');
    for (const character of sent) client.socket.write(`1\r\n${character}\r\n`);
    client.socket.write('0\r\n\r\n');
    await client.receives('served');
    expect(Buffer.from(server.requests[0]?.body ?? []).toString()).toBe(sent);
  });

  it('says the length of a body, and of none where a status has none', async () => {
    const server = await givenServer(({ path }) =>
      Promise.resolve({ status: Number(path.slice(1)), headers: {}, body: new Uint8Array() }),
    );
    const client = await server.open('DELETE /204 HTTP/1.1\r\nhost: x\r\n\r\n');
    await client.receives('\r\n\r\n');
    expect(client.received()).not.toMatch(/content-length/i);
    client.socket.write('GET /200 HTTP/1.1\r\nhost: x\r\n\r\n');
    await client.receives('content-length: 0');
  });
});

describe('a push over sockets', () => {
  it('sends its headers at once, before there is anything to push', async () => {
    const server = await givenServer(pushNothing);
    const session = connectHttp2(server.endpoint);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'text/plain' });
    session.destroy();

    const client = await server.open('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await client.receives('\r\n\r\n');
    expect(client.received()).toMatch(/transfer-encoding: chunked/i);
  });

  it.each(['HTTP/1.1', 'HTTP/2'])(
    'makes no more than its client reads, over %s',
    async (protocol) => {
      let made = 0;
      const server = await givenServer(({ signal }) => {
        async function* pieces(): AsyncGenerator<Uint8Array> {
          while (!signal.aborted && made < 10_000) {
            made += 1;
            yield Buffer.alloc(65_536);
            await new Promise((resolve) => setImmediate(resolve));
          }
        }
        return Promise.resolve({ status: 200, headers: {}, body: pieces() });
      }, CLOSES_SOON);
      if (protocol === 'HTTP/2') {
        const session = connectHttp2(server.endpoint);
        session.on('error', () => {});
        await once(session.request({ ':path': '/' }), 'response');
      } else {
        const client = await server.open('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
        client.socket.pause();
      }
      for (let quiet = 0; quiet < 1_000;) {
        const before = made;
        await new Promise((resolve) => setImmediate(resolve));
        quiet = made === before ? quiet + 1 : 0;
      }
      expect(made).toBeLessThan(500);
    },
  );
});

describe('closing', () => {
  it('finishes what is in flight, says that it closes, and accepts no more', async () => {
    const gate = givenGate();
    const server = await givenServer(async () => {
      await gate.passed;
      return { status: 200, headers: {}, body: Buffer.from('finished') };
    });
    const client = await server.open('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const closed = server.close();
    await expect(fetch(server.endpoint)).rejects.toThrow();
    gate.open();
    expect(await client.closed).toMatch(/connection: close[^]*finished/i);
    await closed;
  });

  it('ends connections that are idle, or have said nothing', async () => {
    const server = await givenServer();
    const agent = new Agent({ keepAlive: true });
    const [response] = (await once(get(server.endpoint, { agent }), 'response')) as [
      NodeJS.ReadableStream,
    ];
    await once(response.resume(), 'end');
    const session = connectHttp2(server.endpoint);
    await once(session.request({ ':path': '/' }).resume(), 'end');
    const silent = await server.open();
    const startedAt = performance.now();
    await server.close();
    await silent.closed;
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    agent.destroy();
  });

  it.each(['HTTP/1.1', 'HTTP/2'])('ends pushes over %s in good order', async (protocol) => {
    const server = await givenServer(pushNothing);
    const startedAt = performance.now();
    if (protocol === 'HTTP/2') {
      const stream = connectHttp2(server.endpoint).request({ ':path': '/' });
      await once(stream, 'response');
      const ended = once(stream.resume(), 'end');
      await server.close();
      await ended;
      expect(stream.rstCode).toBe(0);
    } else {
      const client = await server.open('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      await client.receives('\r\n\r\n');
      await server.close();
      expect(await client.closed).toMatch(/\r\n0\r\n\r\n$/);
    }
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  });

  it('waits no longer than its limit for what never finishes', async () => {
    const server = await givenServer(() => new Promise(() => {}), CLOSES_SOON);
    const client = await server.open('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const startedAt = performance.now();
    await server.close();
    expect(await client.closed).toBe('');
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  });
});

describe('a port that is taken', () => {
  it('is an error that names the port and what to do', async () => {
    const { port } = await givenServer();
    const handle: WireHandler = () => new Promise(() => {});
    const second = startServer({ handle, port, log: silentLog });
    await expect(second).rejects.toBeInstanceOf(PortInUse);
    await expect(second).rejects.toMatchObject({ code: 'port-in-use', exitCode: 253, port });
  });
});

const pushNothing: WireHandler = ({ signal }) => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield* await new Promise<Uint8Array[]>((resolve) => {
      signal.addEventListener('abort', () => resolve([]));
    });
  }
  return Promise.resolve({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: pieces(),
  });
};
