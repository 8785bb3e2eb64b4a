import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { type WireHandler } from '#emulator/index.ts';
import { givenGate, givenServer } from '../support/given-server.ts';

/** Whatever one client does, the others are served within this. */
const OTHERS_WAIT_MS = 1_000;

/** Short enough for a test, long enough for a slow machine. */
const SHORT_MS = 200;

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const MIB = 1_024 * 1_024;

describe('a client that says what is not HTTP', () => {
  it.each([
    ['a line of nonsense', 'nonsense\r\n\r\n', '400'],
    ['bytes of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc', '400'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nhost 127.0.0.1\r\n\r\n', '400'],
    [
      'two lengths',
      'PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
      '400',
    ],
    [
      'a length and chunks',
      'PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
    [
      'a chunk of no size',
      'PUT / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      '400',
    ],
    ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, '431'],
  ])('is refused and disconnected after %s', async (_, sent, status) => {
    const server = await givenServer();
    const client = await server.open(Buffer.from(sent, 'latin1'));
    expect(await client.closed).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
  });

  it('is disconnected after a preface of HTTP/2 and nonsense', async () => {
    const server = await givenServer();
    const client = await server.open(`${PREFACE}${'nonsense'.repeat(100)}`);
    await client.closed;
    expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
  });

  it('is refused for what it sends beyond the length it announced', async () => {
    const server = await givenServer();
    const head = 'PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n';
    const client = await server.open(`${head}abcdef\r\n\r\n`);
    expect(await client.closed).toMatch(/HTTP\/1.1 400 /);
    expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
  });
});

describe('a client that is slow', () => {
  const limits = { firstByteMs: SHORT_MS, headersMs: SHORT_MS, requestMs: 2 * SHORT_MS };

  it.each([
    ['says nothing', ''],
    ['stops within the preface of HTTP/2', 'PR'],
  ])('is disconnected if it %s', async (_, sent) => {
    const server = await givenServer(undefined, limits);
    expect(await (await server.open(sent)).closed).toBe('');
  });

  it.each([
    ['headers', 'GET / HTTP/1.1\r\nhost: x\r\n'],
    ['body', 'PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc'],
  ])('is told so, and disconnected, if its %s do not come', async (_, sent) => {
    const server = await givenServer(undefined, limits);
    expect(await (await server.open(sent)).closed).toMatch(/^HTTP\/1.1 408 /);
    expect(server.requests).toEqual([]);
  });

  it('has its stream of HTTP/2 cancelled if its body does not come', async () => {
    const server = await givenServer(undefined, limits);
    const session = connectHttp2(server.endpoint);
    const stream = session.request({ ':method': 'PUT', ':path': '/' });
    stream.on('error', () => {});
    stream.write('abc');
    await once(stream, 'close');
    expect(stream.rstCode).toBe(8);
    expect(server.requests).toEqual([]);
    session.destroy();
  });

  it('keeps nobody waiting while it reads nothing of a large answer', async () => {
    const body = Buffer.alloc(64 * MIB);
    const server = await givenServer((request) =>
      Promise.resolve({
        status: 200,
        headers: {},
        body: request.path === '/large' ? body : Buffer.from('ok'),
      }),
    );
    for (let clients = 0; clients < 20; clients++) {
      const client = await server.open('GET /large HTTP/1.1\r\nhost: x\r\n\r\n');
      client.socket.pause();
    }
    expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
  });
});

describe('a client that vanishes', () => {
  it('leaves no request behind when its body is cut off', async () => {
    const server = await givenServer();
    const client = await server.open('PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc');
    client.socket.destroy();
    await client.closed;
    expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each(['the connection', 'the stream'])(
    'over HTTP/2 aborts what it asked for, with %s',
    async (what) => {
      const { handle, aborted, pushed } = pushing();
      const server = await givenServer(handle);
      const session = connectHttp2(server.endpoint);
      session.on('error', () => {});
      const stream = session.request({ ':path': '/' });
      stream.on('error', () => {});
      stream.resume();
      await pushed;
      if (what === 'the stream') stream.close();
      else session.destroy();
      await aborted;
      session.destroy();
    },
  );

  it('over HTTP/2 aborts what it asked for by closing its half of the connection', async () => {
    const { handle, aborted, pushed } = pushing();
    const server = await givenServer(handle);
    const session = connectHttp2(server.endpoint);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    stream.resume();
    await pushed;
    session.close();
    session.destroy();
    await aborted;
  });

  it('over HTTP/1.1 aborts what it asked for', async () => {
    const { handle, aborted, pushed } = pushing();
    const server = await givenServer(handle);
    const client = await server.open('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await pushed;
    client.socket.destroy();
    await aborted;
  });

  it('aborts what it waits for before there is any answer', async () => {
    const gone = givenGate();
    const server = await givenServer(async ({ signal }) => {
      signal.addEventListener('abort', gone.open);
      await gone.passed;
      return { status: 200, headers: {}, body: Buffer.from('too late') };
    });
    const client = await server.open('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await untilSome(server.requests);
    client.socket.destroy();
    await gone.passed;
  });
});

describe('many clients at once', () => {
  it('are all served', async () => {
    const server = await givenServer();
    for (let clients = 0; clients < 300; clients++) await server.open('P');
    expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
  });

  it('are disconnected beyond the limit, and none of those before', async () => {
    const server = await givenServer(undefined, { maxSockets: 3 });
    const clients = [];
    for (let at = 0; at < 3; at++)
      clients.push(await server.open('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
    await (
      await server.open()
    ).closed;
    for (const client of clients) await client.receives('served');
  });
});

/** Answers every request by a push that never ends by itself. */
function pushing() {
  const aborted = givenGate();
  const pushed = givenGate();
  const handle: WireHandler = ({ signal }) => {
    signal.addEventListener('abort', () => aborted.open());
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first');
      pushed.open();
      yield* await new Promise<Uint8Array[]>((resolve) => {
        signal.addEventListener('abort', () => resolve([]));
      });
    }
    return Promise.resolve({ status: 200, headers: {}, body: pieces() });
  };
  return { handle, aborted: aborted.passed, pushed: pushed.passed };
}

async function untilSome(list: readonly unknown[]): Promise<void> {
  while (list.length === 0) await new Promise((resolve) => setImmediate(resolve));
}
