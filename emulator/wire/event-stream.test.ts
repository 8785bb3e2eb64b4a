import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLog, type Log } from '#runtime/log.ts';
import { AwsError } from '../errors.ts';
import type { StreamEvent } from './action.ts';
import { readCbor } from './cbor/read-cbor.ts';
import { cborDialect, JSON_DIALECT } from './dialect.ts';
import { encodeEventStream } from './event-stream.ts';

const JSON_TYPE = { ':content-type': 'application/x-amz-json-1.1' };

describe('encodeEventStream', () => {
  it('begins with initial-response, before any event is there', async () => {
    const frames = encodeEventStream(neverReady(), JSON_DIALECT, silentLog);
    const first = await frames.next();
    expect(decode(first.value)).toEqual({
      headers: { ':message-type': 'event', ':event-type': 'initial-response', ...JSON_TYPE },
      payload: {},
    });
  });

  it('frames each event under its type', async () => {
    const [, frame] = await framesOf([
      { type: 'Pushed', payload: { Text: 'd\u00e9j\u00e0 \u{1f41f}' } },
    ]);
    expect(frame).toEqual({
      headers: { ':message-type': 'event', ':event-type': 'Pushed', ...JSON_TYPE },
      payload: { Text: 'd\u00e9j\u00e0 \u{1f41f}' },
    });
  });

  it('ends with an exception frame when the service refuses to go on', async () => {
    const frames = await framesOf([], new AwsError('ResourceInUseException', 'Taken over.'));
    expect(frames.at(-1)).toEqual({
      headers: {
        ':message-type': 'exception',
        ':exception-type': 'ResourceInUseException',
        ...JSON_TYPE,
      },
      payload: { message: 'Taken over.' },
    });
  });

  it('hides a bug from the client and shows it in the log', async () => {
    const errors: unknown[] = [];
    const log: Log = { ...silentLog, error: (event, fields) => errors.push({ event, ...fields }) };
    const frames = await framesOf([], new Error('a bug'), log);
    expect(frames.at(-1)).toMatchObject({
      headers: { ':exception-type': 'InternalFailureException' },
      payload: { message: 'Internal Service Failure' },
    });
    expect(errors).toEqual([
      { event: 'internal failure', error: expect.stringContaining('a bug') as string },
    ]);
  });

  it('writes events and errors as its client asked, in CBOR too', async () => {
    const error = new AwsError('ResourceInUseException', 'Taken over.');
    async function* source(): AsyncGenerator<StreamEvent> {
      yield { type: 'Pushed', payload: { Data: 'AAE=' } };
      throw error;
    }
    const frames = [];
    const dialect = cborDialect({ Data: 'blob' });
    for await (const frame of encodeEventStream(source(), dialect, silentLog)) {
      frames.push(decode(frame, readCbor));
    }
    const type = { ':content-type': 'application/x-amz-cbor-1.1' };
    expect(frames).toMatchObject([
      { headers: { ':event-type': 'initial-response', ...type }, payload: {} },
      { headers: { ':event-type': 'Pushed', ...type }, payload: { Data: Buffer.of(0, 1) } },
      { headers: { ':exception-type': error.code, ...type }, payload: { message: error.message } },
    ]);
  });

  it('leaves the source when the reader leaves', async () => {
    let hasLeft = false;
    async function* source(): AsyncGenerator<StreamEvent> {
      try {
        for (;;) yield { type: 'Pushed', payload: {} };
      } finally {
        hasLeft = true;
      }
    }
    const frames = encodeEventStream(source(), JSON_DIALECT, silentLog);
    await frames.next();
    await frames.next();
    await frames.return(undefined);
    expect(hasLeft).toBe(true);
  });

  it('gives any event back through an independent decoder', async () => {
    const character = fc.constantFrom('a', '"', '\\', '\n', '\0', 'é', '🐟', '\ud800');
    const event = fc.record({
      type: fc.string({ minLength: 1, maxLength: 60 }),
      payload: fc.dictionary(fc.string(), fc.string({ unit: character }), { maxKeys: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 3 }), async (events) => {
        const [, ...frames] = await framesOf(events);
        expect(frames.map(({ headers, payload }) => [headers[':event-type'], payload])).toEqual(
          events.map(({ type, payload }) => [type, JSON.parse(JSON.stringify(payload))]),
        );
      }),
    );
  });
});

async function framesOf(events: readonly StreamEvent[], error?: Error, log = silentLog) {
  async function* source(): AsyncGenerator<StreamEvent> {
    yield* events;
    if (error) throw error;
  }
  const frames = [];
  for await (const frame of encodeEventStream(source(), JSON_DIALECT, log))
    frames.push(decode(frame));
  return frames;
}

async function* neverReady(): AsyncGenerator<StreamEvent> {
  yield await new Promise<never>(() => {});
}

/** Written from the format's description alone; checks both sums. */
function decode(frame: Uint8Array | void, read = readJson) {
  const bytes = Buffer.from(frame ?? []);
  const end = bytes.readUInt32BE(0);
  const payloadAt = 12 + bytes.readUInt32BE(4);
  expect(bytes.length).toBe(end);
  expect(bytes.readUInt32BE(8)).toBe(crc32(bytes.subarray(0, 8)));
  expect(bytes.readUInt32BE(end - 4)).toBe(crc32(bytes.subarray(0, end - 4)));

  const headers: Record<string, string> = {};
  for (let at = 12; at < payloadAt;) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    expect(bytes.readUInt8(nameEnd)).toBe(7);
    const valueAt = nameEnd + 3;
    const valueEnd = valueAt + bytes.readUInt16BE(nameEnd + 1);
    headers[bytes.toString('utf8', at + 1, nameEnd)] = bytes.toString('utf8', valueAt, valueEnd);
    at = valueEnd;
  }
  const payload = read(bytes.subarray(payloadAt, end - 4));
  return { headers, payload };
}

const readJson = (bytes: Buffer): unknown => JSON.parse(bytes.toString());
