import { describe, expect, it } from 'vitest';
import { seededRandom } from '#runtime/random.ts';
import type { JsonService } from './aws-json.ts';
import { readCbor } from './cbor/read-cbor.ts';
import { createDispatch } from './dispatch.ts';
import { givenLog, givenRequest, textOf } from './given-request.test-support.ts';
import type { WireRequest, WireResponse } from './http.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

describe('dispatch', () => {
  it('hands a target to the service that it names, with a UUID as the request id', async () => {
    const { call } = givenDispatch();
    const { text } = await call('POST', '/', { 'x-amz-target': 'Fish_20131202.Swim' });
    expect(text).toMatch(/^fish Swim /);
    expect(text.split(' ')[2]).toMatch(UUID);
  });

  it('says which operation it does not know, for a service that is not here', async () => {
    const { call, lines } = givenDispatch();
    const { status, text } = await call('POST', '/', { 'x-amz-target': 'DynamoDB_20120810.Scan' });
    expect({ status, text }).toEqual({
      status: 400,
      text: '{"__type":"UnknownOperationException","message":"Unknown operation: Scan"}',
    });
    expect(lines).toEqual([
      { level: 'warn', event: 'unknown operation', target: 'DynamoDB_20120810.Scan' },
    ]);
  });

  it('refuses in CBOR who asks in CBOR, whatever it asks for', async () => {
    const { call } = givenDispatch();
    const headers = { 'content-type': 'application/x-amz-cbor-1.1' };
    const unknown = await call('POST', '/', headers);
    expect(unknown.headers['content-type']).toBe(headers['content-type']);
    expect(readCbor(unknown.body as Uint8Array)).toMatchObject({
      __type: 'UnknownOperationException',
    });
    const target = { ...headers, 'x-amz-target': 'Fish_20131202.Swim' };
    const oversized = await call('POST', '/', target, { refusal: 'oversized' });
    expect(oversized.status).toBe(413);
    expect(readCbor(oversized.body as Uint8Array)).toMatchObject({
      __type: 'RequestEntityTooLargeException',
    });
  });

  it.each(['Fish_20131202', '.Swim', ''])('takes the target %j for unknown', async (target) => {
    const { call } = givenDispatch();
    const { text } = await call('POST', '/', { 'x-amz-target': target });
    expect(JSON.parse(text)).toMatchObject({ __type: 'UnknownOperationException' });
  });

  it('takes AWS JSON without a target for an unknown operation, not for S3', async () => {
    const { call } = givenDispatch();
    const { status, text } = await call('POST', '/', {
      'content-type': 'application/x-amz-json-1.1',
    });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ __type: 'UnknownOperationException' });
  });

  it.each([
    ['Action=Swim&Version=2011-06-15', 'pond'],
    ['Action=Swim&Version=2010-05-08', 'lake'],
    ['Action=Swim&Version=1999-01-01', 'pond'],
    ['', 'pond'],
  ])('hands the form %j to the service of its version: %s', async (body, service) => {
    const { call } = givenDispatch();
    expect((await call('POST', '/', FORM, { body })).text).toBe(`${service} POST`);
  });

  it.each([
    ['GET', '/'],
    ['HEAD', '/lake/key'],
    ['PUT', '/lake/key'],
    ['POST', '/lake?delete'],
    ['POST', '/'],
    ['OPTIONS', '/lake'],
  ])(
    'hands %s %s to S3, with 16 upper-case hex digits as the request id',
    async (method, target) => {
      const { call } = givenDispatch();
      expect((await call(method, target)).text).toMatch(new RegExp(`^s3 ${method} [0-9A-F]{16}$`));
    },
  );

  it('hands a form that is posted to a bucket to S3', async () => {
    const { call } = givenDispatch();
    expect((await call('POST', '/lake', FORM)).text).toMatch(/^s3 POST/);
  });

  it('repeats its request ids for the same seed', async () => {
    const texts = await Promise.all(
      [givenDispatch(), givenDispatch()].map(async ({ call }) => (await call('GET', '/')).text),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it.each(['http://evil.example', 'http://127.0.0.1.evil.example', 'null', 'nonsense'])(
    'refuses a page of the origin %s, whatever it asks for',
    async (origin) => {
      const { call, reached } = givenDispatch();
      const { status, text } = await call('POST', '/', {
        origin,
        'x-amz-target': 'Fish_20131202.Swim',
      });
      expect(status).toBe(403);
      expect(text).toContain('<Code>AccessDenied</Code>');
      expect(reached).toEqual([]);
    },
  );

  it.each(['http://127.0.0.1:5566', 'http://localhost:5566', 'http://[::1]:5566'])(
    'lets a page of this machine, %s, pass',
    async (origin) => {
      const { call } = givenDispatch();
      expect((await call('GET', '/', { origin })).status).toBe(200);
    },
  );

  it('lets a page of this machine ask first, and read the answer and errors', async () => {
    const { call, reached } = givenDispatch();
    const origin = 'http://localhost:5566';
    const asks = { origin, 'access-control-request-method': 'POST' };
    const allowed = { 'access-control-allow-origin': origin };
    expect(await call('OPTIONS', '/', asks)).toMatchObject({ status: 200, headers: allowed });
    expect(reached).toEqual([]);
    expect(await call('GET', '/lake', { origin })).toMatchObject({ status: 200, headers: allowed });
    const unknown = { origin, 'x-amz-target': 'Sing' };
    expect(await call('POST', '/', unknown)).toMatchObject({ status: 400, headers: allowed });
  });

  it('tells a foreign page that asks first nothing', async () => {
    const { call } = givenDispatch();
    const asks = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    const { status, headers } = await call('OPTIONS', '/', asks);
    expect(status).toBe(403);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['oversized', 413, 'RequestEntityTooLargeException'],
    ['overloaded', 503, 'ServiceUnavailable'],
  ] as const)(
    'refuses an %s request in JSON where it is for a JSON service',
    async (...expected) => {
      const [refusal, status, code] = expected;
      const { call, reached } = givenDispatch();
      const answer = await call('POST', '/', { 'x-amz-target': 'Fish_20131202.Swim' }, { refusal });
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.text)).toMatchObject({ __type: code });
      expect(reached).toEqual([]);
    },
  );

  it.each([
    ['oversized', 400, 'EntityTooLarge'],
    ['overloaded', 503, 'SlowDown'],
  ] as const)('refuses an %s request in XML where it is for S3', async (refusal, status, code) => {
    const { call, reached } = givenDispatch();
    const answer = await call('PUT', '/lake/key', {}, { refusal });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`<Code>${code}</Code>`);
    expect(reached).toEqual([]);
  });

  it('answers for a service that breaks, and logs why', async () => {
    const { call, lines } = givenDispatch();
    const { status, text } = await call('PUT', '/break');
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ __type: 'InternalFailure' });
    expect(lines).toMatchObject([{ level: 'error', event: 'internal failure' }]);
  });
});

function givenDispatch() {
  const { log, lines } = givenLog();
  const reached: string[] = [];
  const say = (text: string): WireResponse => {
    reached.push(text);
    return { status: 200, headers: {}, body: Buffer.from(text) };
  };
  const fish: JsonService = {
    targetPrefix: 'Fish_20131202',
    handle: (_, operation, id) => Promise.resolve(say(`fish ${operation} ${id}`)),
  };
  const dispatch = createDispatch({
    jsonServices: [fish],
    s3: ({ method, path }, id) => {
      if (path === '/break') throw new Error('a bug');
      return say(`s3 ${method} ${id}`);
    },
    queryServices: [
      { version: '2011-06-15', handle: ({ method }) => say(`pond ${method}`) },
      { version: '2010-05-08', handle: ({ method }) => say(`lake ${method}`) },
    ],
    serviceNames: ['fish'],
    random: seededRandom(7),
    log,
  });
  const call = async (
    method: string,
    target: string,
    headers: WireRequest['headers'] = {},
    more: Pick<WireRequest, 'refusal'> & { readonly body?: string } = {},
  ) => {
    const response = await dispatch(givenRequest(method, target, { headers, ...more }));
    return { ...response, text: await textOf(response) };
  };
  return { call, lines, reached };
}
