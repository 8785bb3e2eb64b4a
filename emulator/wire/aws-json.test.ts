import { describe, expect, it } from 'vitest';
import { silentLog, type Log } from '#runtime/log.ts';
import { AwsError } from '../errors.ts';
import { actionOf, EventStream } from './action.ts';
import { jsonService, toTimestamp, type JsonServiceOptions } from './aws-json.ts';
import { readCbor } from './cbor/read-cbor.ts';
import type { WireRequest } from './http.ts';
import { integer, string } from './input.ts';

const echo = actionOf<Greeter>()({
  name: 'Echo',
  input: { Name: string({ min: 2, pattern: '[a-z]+' }), Times: integer({ min: 1 }) },
  run: (greeter, { Name, Times }) => ({ Greeting: `${greeter.word} ${Name}`.repeat(Times) }),
});

interface Greeter {
  readonly word: string;
}

const act = actionOf<Greeter>();
const actions = [
  echo,
  act({ name: 'Silent', input: {}, run: () => undefined }),
  act({ name: 'Refuse', input: {}, run: refuse }),
  act({ name: 'Break', input: {}, run: () => Promise.reject(new Error('a bug')) }),
  act({ name: 'Push', input: {}, run: () => new EventStream(noEvents()) }),
];

describe('jsonService', () => {
  it('answers with JSON 1.1 and the ids of the request', async () => {
    const { status, headers, text } = await call('Echo', '{"Name":"you","Times":2}');
    expect({ status, text }).toEqual({ status: 200, text: '{"Greeting":"hi youhi you"}' });
    expect(headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': 'request-1',
    });
    expect(headers['x-amz-id-2']).toBeTruthy();
  });

  it('answers with an empty body where an operation has no output', async () => {
    expect(await call('Silent', '{}')).toMatchObject({ status: 200, text: '' });
  });

  it('takes an empty body for no members', async () => {
    expect(await call('Silent', '')).toMatchObject({ status: 200 });
  });

  it('says what it does not know, and logs it', async () => {
    const { status, text, warnings } = await call('Sing', '{');
    expect({ status, text }).toEqual({
      status: 400,
      text: '{"__type":"UnknownOperationException","message":"Unknown operation: Sing"}',
    });
    expect(warnings).toEqual([
      { event: 'unknown operation', service: 'greeter', operation: 'Sing' },
    ]);
  });

  it('reports broken JSON under the name that AWS uses there', async () => {
    const { status, text } = await call('Echo', '{"Name":');
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      __type: 'SerializationException',
      Message: 'Could not parse the request body as JSON.',
    });
  });

  it('refuses wrong types before it looks at any constraint', async () => {
    const { text } = await call('Echo', '{"Name":"","Times":"2"}');
    expect(JSON.parse(text)).toEqual({
      __type: 'SerializationException',
      Message: 'class java.lang.String can not be converted to an Integer',
    });
  });

  it('reports all broken constraints together', async () => {
    const { status, text } = await call('Echo', '{"Name":"A"}');
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      __type: 'ValidationException',
      message:
        "3 validation errors detected: Value 'A' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2; Value 'A' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+; Value null at 'times' failed to satisfy constraint: Member must not be null",
    });
  });

  it("gives the service's own errors with their status", async () => {
    expect(await call('Refuse', '{}')).toMatchObject({
      status: 503,
      text: '{"__type":"ServiceUnavailableException","message":"Slow down."}',
    });
  });

  it('hides a bug from the client and shows it in the log', async () => {
    const { status, text, errors } = await call('Break', '{}');
    expect({ status, text }).toEqual({
      status: 500,
      text: '{"__type":"InternalFailure","message":"Internal Service Failure"}',
    });
    expect(errors).toEqual([
      { event: 'internal failure', error: expect.stringContaining('a bug') as string },
    ]);
  });

  it('pushes as an event stream', async () => {
    const { headers, text } = await call('Push', '{}');
    expect(headers['content-type']).toBe('application/vnd.amazon.eventstream');
    expect(text).toContain('initial-response');
  });
});

describe('jsonService, asked in CBOR', () => {
  it('reads and answers in CBOR', async () => {
    const { headers, bytes } = await callInCbor('Echo', 'a2644e616d6563796f756554696d657301');
    expect(headers['content-type']).toBe('application/x-amz-cbor-1.1');
    expect(readCbor(bytes)).toEqual({ Greeting: 'hi you' });
  });

  it('reports what it cannot read in CBOR', async () => {
    const { status, bytes } = await callInCbor('Echo', 'a2');
    expect(status).toBe(400);
    expect(readCbor(bytes)).toEqual({
      __type: 'SerializationException',
      Message: 'Could not parse the request body as CBOR.',
    });
  });

  it('answers in JSON if it does not speak CBOR', async () => {
    const { headers, text } = await callInCbor('Echo', 'a0', {});
    expect(headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(JSON.parse(text)).toMatchObject({ __type: 'SerializationException' });
  });
});

describe('toTimestamp', () => {
  it('counts seconds, with the milliseconds as a fraction', () => {
    expect(JSON.stringify(toTimestamp(1_459_799_926_480))).toBe('1459799926.48');
  });
});

const callInCbor = (operation: string, hex: string, spoken: Spoken = { cborTypes: {} }) =>
  call(operation, Buffer.from(hex, 'hex'), 'application/x-amz-cbor-1.1', spoken);

type Spoken = Pick<JsonServiceOptions<Greeter>, 'cborTypes'>;

async function call(
  operation: string,
  body: string | Buffer,
  contentType = 'application/x-amz-json-1.1',
  spoken: Spoken = {},
) {
  const warnings: unknown[] = [];
  const errors: unknown[] = [];
  const log: Log = {
    ...silentLog,
    warn: (event, fields) => warnings.push({ event, ...fields }),
    error: (event, fields) => errors.push({ event, ...fields }),
  };
  const service = jsonService({
    name: 'greeter',
    targetPrefix: 'Greeter_20260101',
    actions,
    service: { word: 'hi' },
    echoesValues: true,
    ...spoken,
    log,
  });
  const response = await service.handle(requestOf(body, contentType), operation, 'request-1');
  const chunks: Uint8Array[] = [];
  if (response.body instanceof Uint8Array) chunks.push(response.body);
  else for await (const chunk of response.body) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { ...response, bytes, text: bytes.toString(), warnings, errors };
}

const requestOf = (body: string | Buffer, contentType: string): WireRequest => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: { 'content-type': contentType },
  body: Buffer.from(body),
  signal: new AbortController().signal,
});

function refuse(): never {
  throw new AwsError('ServiceUnavailableException', 'Slow down.', { status: 503 });
}

async function* noEvents(): AsyncGenerator<never> {}
