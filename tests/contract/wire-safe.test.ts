import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, type WireHandler } from '#emulator/index.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { readTagged } from '../support/ask-in-cbor.ts';
import { givenServer, type GivenServer } from '../support/given-server.ts';

/** A client's mistake is told, or its connection closed, within this; others are served within it too. */
const SOON_MS = 1_000;
const SHORT_MS = 200;
const MIB = 1_024 * 1_024;

const JSON_TYPE = 'application/x-amz-json-1.1';
const CBOR_TYPE = 'application/x-amz-cbor-1.1';

describe("a body over its action's limit", () => {
  it.each([
    ['Kinesis_20131202.ListStreams', 4],
    ['Kinesis_20131202.PutRecords', 17],
    ['Firehose_20150804.PutRecord', 4],
    ['Firehose_20150804.PutRecordBatch', 9],
    ['Firehose_20150804.DescribeDeliveryStream', 4],
  ])('is refused for %s at its head, if that says %d MiB', async (target, mib) => {
    const server = await givenServer(emulated());
    const startedAt = performance.now();
    const client = await server.open(head(target, `content-length: ${mib * MIB}`));
    await client.receives('RequestEntityTooLargeException');
    expect(client.received()).toMatch(/^HTTP\/1.1 413 [^]*connection: close/i);
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  });

  it('is refused while it arrives, as soon as it is too long', async () => {
    const server = await givenServer(emulated());
    const target = 'Kinesis_20131202.ListStreams';
    const client = await server.open(head(target, 'transfer-encoding: chunked'));
    const chunk = `${MIB.toString(16)}\r\n${'a'.repeat(MIB)}\r\n`;
    for (let sent = 0; sent < 4; sent++) client.socket.write(chunk);
    // The body has not ended, and never will.
    await client.receives('RequestEntityTooLargeException');
    const startedAt = performance.now();
    await client.closed;
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  });

  it('is refused over HTTP/2 while it arrives, without harm to other streams', async () => {
    const server = await givenServer(emulated());
    const session = connectHttp2(server.endpoint);
    onTestFinished(() => session.destroy());
    const stream = session.request({
      ':method': 'POST',
      'x-amz-target': 'Kinesis_20131202.ListStreams',
    });
    stream.on('error', () => {});
    stream.write(Buffer.alloc(4 * MIB, 'a'));
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[':status']).toBe(413);
    stream.resume();
    await once(stream, 'close');
    expect(stream.rstCode).toBe(constants.NGHTTP2_NO_ERROR);
    const other = session.request({ ':path': '/health' });
    const [served] = (await once(other, 'response')) as [Record<string, unknown>];
    expect(served[':status']).toBe(200);
  });

  it('is taken up to the limit', async () => {
    const server = await givenServer(emulated());
    const body = JSON.stringify({ StreamName: 'absent', NextToken: 'x'.repeat(MIB + 1) });
    expect(await ask(server, 'Kinesis_20131202.ListShards', body)).toMatchObject({
      status: 400,
      text: expect.stringContaining('ValidationException') as string,
    });
  });
});

describe('a body that is more than it seems', () => {
  const lists = (start: string) => Buffer.from(start.repeat(MIB), 'hex');

  it.each([
    ['JSON in JSON', Buffer.from('['.repeat(2 * MIB)), JSON_TYPE],
    ['JSON objects in each other', Buffer.from('{"a":'.repeat(400_000)), JSON_TYPE],
    ['CBOR lists in each other', lists('81'), CBOR_TYPE],
    ['CBOR lists in each other, without lengths', lists('9f'), CBOR_TYPE],
    ['CBOR tags in each other', lists('c1'), CBOR_TYPE],
    ['CBOR bytes that are not there', Buffer.from('5bffffffffffffffff', 'hex'), CBOR_TYPE],
    ['a CBOR list that is not there', Buffer.from('9affffffff', 'hex'), CBOR_TYPE],
    ['a CBOR map that is not there', Buffer.from('bb7fffffffffffffff', 'hex'), CBOR_TYPE],
    ['a million CBOR numbers', Buffer.concat([Buffer.of(0x9f), Buffer.alloc(2 * MIB)]), CBOR_TYPE],
  ])('is refused as such: %s', async (_, body, type) => {
    const server = await givenServer(emulated());
    const answer = await ask(server, 'Kinesis_20131202.ListStreams', body, {
      'content-type': type,
    });
    expect(answer.status).toBe(400);
    expect(answer.bytes.toString('latin1')).toContain('SerializationException');
    expect(answer.waitedMs).toBeLessThan(SOON_MS);
  });

  it('is not unpacked: gzip is not what a service of JSON takes', async () => {
    const server = await givenServer(emulated());
    const bomb = gzipSync(Buffer.alloc(256 * MIB), { level: 1 });
    const before = process.memoryUsage().rss;
    const answer = await ask(server, 'Kinesis_20131202.ListStreams', bomb, {
      'content-encoding': 'gzip',
    });
    expect(answer).toMatchObject({
      status: 400,
      text: expect.stringContaining('SerializationException') as string,
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
  });
});

describe('a number beyond 2^53', () => {
  it.each(['9007199254740993', '1e400', '-1e400', '18446744073709551616', '0.1e-400'])(
    'is refused by its constraint: %s',
    async (number) => {
      const server = await givenServer(emulated());
      const body = `{"StreamName":"s","ShardCount":${number}}`;
      const answer = await ask(server, 'Kinesis_20131202.CreateStream', body);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ __type: expect.any(String) as string });
      expect(answer.text).not.toContain('SerializationException');
    },
  );

  it('is refused in CBOR too', async () => {
    const server = await givenServer(emulated());
    const body = Buffer.from('a1654c696d69741bffffffffffffffff', 'hex');
    const answer = await ask(server, 'Kinesis_20131202.ListStreams', body, {
      'content-type': CBOR_TYPE,
    });
    expect(answer.status).toBe(400);
    expect(readTagged(answer.bytes)).toMatchObject({ __type: 'ValidationException' });
  });
});

describe('a name that JavaScript knows', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'];

  it.each(NAMES)('is a stream name like any other: %s', async (name) => {
    const server = await givenServer(emulated());
    const call = (operation: string, body: object) =>
      ask(server, `Kinesis_20131202.${operation}`, JSON.stringify(body));
    expect(await call('DescribeStream', { StreamName: name })).toMatchObject({
      status: 400,
      text: expect.stringContaining('ResourceNotFoundException') as string,
    });
    expect(await call('CreateStream', { StreamName: name, ShardCount: 1 })).toMatchObject({
      status: 200,
    });
    const listed = await call('ListStreams', {});
    expect(JSON.parse(listed.text)).toMatchObject({ StreamNames: [name] });
  });

  it.each(NAMES)('is a member that no action has: %s', async (name) => {
    const server = await givenServer(emulated());
    const body = `{"${name}":{"polluted":1},"StreamName":"absent"}`;
    const answer = await ask(server, 'Kinesis_20131202.DescribeStream', body);
    expect(answer.text).toContain('ResourceNotFoundException');
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(NAMES)('is an operation that no service has: %s', async (name) => {
    const server = await givenServer(emulated());
    const answer = await ask(server, `Kinesis_20131202.${name}`, '{}');
    expect(answer.text).toContain('UnknownOperationException');
    const target = await ask(server, `${name}.PutRecord`, '{}');
    expect(target.text).toContain('UnknownOperationException');
  });

  it.each(NAMES)('is a key, a bucket, a query and a header in S3: %s', async (name) => {
    const server = await givenServer(emulated());
    await fetch(`${server.endpoint}/lake`, { method: 'PUT' });
    const put = await fetch(`${server.endpoint}/lake/${name}`, {
      method: 'PUT',
      body: name,
      headers: { [`x-amz-meta-${name.toLowerCase()}`]: name },
    });
    expect(put.status).toBe(200);
    const got = await fetch(`${server.endpoint}/lake/${name}`);
    expect(await got.text()).toBe(name);
    expect(got.headers.get(`x-amz-meta-${name}`)).toBe(name);
    expect((await fetch(`${server.endpoint}/${name}`)).status).toBeGreaterThanOrEqual(400);
    expect((await fetch(`${server.endpoint}/lake?${name}=1`)).status).toBeLessThan(500);
  });
});

describe('a client that is slow on purpose', () => {
  const limits = { firstByteMs: SHORT_MS, headersMs: SHORT_MS, requestMs: 2 * SHORT_MS };

  it.each([
    ['headers', 'GET / HTTP/1.1\r\nx: '],
    ['body', 'PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n'],
  ])('is cut off however steadily its %s come', async (_, sent) => {
    const server = await givenServer(undefined, limits);
    const client = await server.open(sent);
    const over = client.closed.then(() => 'closed');
    for (let news = ''; news !== 'closed';) {
      client.socket.write('y');
      const later = systemClock.sleep(SHORT_MS / 10).then(() => '');
      news = await Promise.race([over, later]);
    }
    expect(await client.closed).toMatch(/^HTTP\/1.1 408 /);
  });

  it('has its stream of HTTP/2 cancelled however steadily its body comes', async () => {
    const server = await givenServer(undefined, limits);
    const session = connectHttp2(server.endpoint);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':method': 'PUT', ':path': '/' });
    stream.on('error', () => {});
    const over = once(stream, 'close').then(() => 'closed');
    for (let news = ''; news !== 'closed';) {
      stream.write('y');
      const later = systemClock.sleep(SHORT_MS / 10).then(() => '');
      news = await Promise.race([over, later]);
    }
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
    expect(server.requests).toEqual([]);
  });

  it('is disconnected if it says the preface of HTTP/2 and nothing more', async () => {
    const server = await givenServer(undefined, limits);
    const client = await server.open('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    await client.closed;
    expect(server.requests).toEqual([]);
  });
});

const emulated = (): WireHandler =>
  createEmulator({ clock: systemClock, random: seededRandom(7), log: silentLog }).handle;

const head = (target: string, length: string): string =>
  `POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: ${target}\r\n${length}\r\n\r\n`;

interface Asked {
  readonly status: number;
  readonly text: string;
  readonly bytes: Buffer;
  readonly waitedMs: number;
}

async function ask(
  server: GivenServer,
  target: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const startedAt = performance.now();
  const response = await fetch(server.endpoint, {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE, 'x-amz-target': target, ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const waitedMs = performance.now() - startedAt;
  return { status: response.status, text: bytes.toString(), bytes, waitedMs };
}
