import { Readable } from 'node:stream';
import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import {
  givenClients,
  whole,
  json,
  afterTurns,
  untilThere,
} from './given-in-process.test-support.ts';

describe('a call in process', () => {
  it('arrives as it would over a socket', async () => {
    const { kinesis, requests } = givenClients(() => json('{"StreamNames":["a"]}'));
    const { StreamNames, $metadata } = await kinesis.send(new ListStreamsCommand({ Limit: 3 }));
    expect(StreamNames).toEqual(['a']);
    expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: 'request-1' });
    expect(requests).toMatchObject([
      {
        method: 'POST',
        path: '/',
        headers: {
          'x-amz-target': 'Kinesis_20131202.ListStreams',
          'content-type': 'application/x-amz-json-1.1',
        },
      },
    ]);
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['{"Limit":3}']);
  });

  it('rejects with the typed error that the answer stands for', async () => {
    const { kinesis } = givenClients(() =>
      json('{"__type":"ResourceNotFoundException","message":"gone"}', 400),
    );
    await expect(kinesis.send(new ListStreamsCommand({}))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'gone',
    });
  });

  it('keeps paths encoded and queries decoded', async () => {
    const { s3, requests } = givenClients(() => whole(''));
    await s3.send(
      new GetObjectCommand({ Bucket: 'lake', Key: 'a b/\u00fc', ResponseContentType: 'x&y=z' }),
    );
    expect(requests[0]?.path).toBe('/lake/a%20b/%C3%BC');
    expect(requests[0]?.query.get('response-content-type')).toBe('x&y=z');
  });

  it.each([
    ['text', 'hello'],
    ['bytes', new TextEncoder().encode('hello')],
  ])('takes a body of %s', async (_, Body) => {
    const { s3, requests } = givenClients(() => whole(''));
    await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'k', Body }));
    expect(Buffer.from(requests[0]?.body ?? []).toString()).toBe('hello');
  });

  it('takes a body that is a stream, framed as the SDK frames it', async () => {
    const { s3, requests } = givenClients(() => whole(''));
    const Body = Readable.from([Buffer.from('hel'), Buffer.from('lo')]);
    await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'k', Body, ContentLength: 5 }));
    const body = Buffer.from(requests[0]?.body ?? []).toString();
    expect(body).toMatch(/^3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:\S+\r\n\r\n$/);
  });

  it('refuses a body that a socket would be refused for', async () => {
    const { handler, requests } = givenClients(() => whole(''));
    const body = new Uint8Array(16 * 1_024 * 1_024 + 1);
    await handler.handle({ method: 'POST', path: '/', headers: {}, body });
    expect(requests[0]).toMatchObject({ refusal: 'oversized', body: new Uint8Array() });
  });

  it('gives an object as a stream with the helpers of the SDK', async () => {
    const { s3 } = givenClients(() => whole('hello'));
    const read = async () => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key: 'k' }));
      if (!Body) throw new Error('no body');
      return Body;
    };
    expect(await (await read()).transformToString()).toBe('hello');
    expect(Buffer.from(await (await read()).transformToByteArray()).toString()).toBe('hello');
  });

  it('lends nobody the bytes that are kept', async () => {
    const kept = Buffer.from('hello');
    const { s3 } = givenClients(() => ({ status: 200, headers: {}, body: kept }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key: 'k' }));
    (await Body?.transformToByteArray())?.fill(0);
    expect(kept).toEqual(Buffer.from('hello'));
  });

  it('lets timers and sockets have their turn, however fast its caller is', async () => {
    const { handler } = givenClients(() => whole(''));
    let turns = 0;
    const count = (): void => void ((turns += 1) && setImmediate(count));
    setImmediate(count);
    const request = { method: 'GET', path: '/', headers: {} };
    for (let calls = 0; calls < 10; calls++) await handler.handle(request);
    expect(turns).toBeGreaterThanOrEqual(9);
    turns = -1;
  });
});

describe('aborting a call in process', () => {
  it('rejects with an AbortError and tells the emulator', async () => {
    const { kinesis, requests } = givenClients(() => new Promise(() => {}));
    const abort = new AbortController();
    const call = kinesis.send(new ListStreamsCommand({}), { abortSignal: abort.signal });
    await untilThere(requests);
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it('never starts a call whose signal has aborted before', async () => {
    const { kinesis, requests } = givenClients(() => json('{}'));
    const call = kinesis.send(new ListStreamsCommand({}), { abortSignal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(requests).toEqual([]);
  });

  it('does not touch a call that has been answered', async () => {
    const { kinesis, requests } = givenClients(() => json('{}'));
    const abort = new AbortController();
    await kinesis.send(new ListStreamsCommand({}), { abortSignal: abort.signal });
    abort.abort();
    expect(requests[0]?.signal.aborted).toBe(false);
  });
});

describe('what a virtual clock waits for', () => {
  it('waits for a call from its start until the SDK has the answer', async () => {
    const { kinesis, clock } = givenClients(() => afterTurns(50, json('{}')));
    let answeredAt = 0;
    const call = kinesis.send(new ListStreamsCommand({})).then(() => (answeredAt = clock.now()));
    const start = clock.now();
    await clock.advance(1_000);
    await call;
    expect(answeredAt).toBe(start);
  });
});
