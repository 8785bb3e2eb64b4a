import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { encodeRecord } from '#pipeline/record.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import type { InputItem, RefusedLine } from './input.ts';
import { linesInput, type LinesOptions } from './lines.ts';

const never = new AbortController().signal;

describe('what becomes an item', () => {
  it('is every object, with the named field as its key and the rest as it was', async () => {
    const { seen, now } = await read('{"id":"a","v":[1]}\n{"id":7}', { keyField: 'id' });
    expect(seen).toEqual([
      { key: 'a', eventAt: now, data: { id: 'a', v: [1] } },
      { key: '7', eventAt: now, data: { id: 7 } },
    ]);
  });

  it('has the time of the named field', async () => {
    const { seen } = await read('{"at":"2026-01-01T00:00:01Z"}\n{"at":1}', { timeField: 'at' });
    expect(seen).toMatchObject([{ eventAt: Date.UTC(2026, 0, 1, 0, 0, 1) }, { eventAt: 1_000 }]);
  });

  it('has one of 16 keys when no field is named', async () => {
    const { seen } = await read('{}\n'.repeat(40));
    const keys = seen.map((item) => ('key' in item ? item.key : ''));
    expect(new Set(keys).size).toBe(16);
    expect(keys.every((key) => /^line-\d{1,2}$/.test(key))).toBe(true);
  });
});

describe('a bad line', () => {
  it.each([
    ['oops', 'not JSON'],
    ['{"id":1', 'not JSON'],
    ['[1]', 'JSON, but an array and not an object'],
    ['null', 'JSON, but null and not an object'],
    ['7', 'JSON, but a number and not an object'],
    ['{"at":0}', 'no field "id" for the key'],
    ['{"id":{"x":1},"at":0}', 'field "id" is no text or number to be a key'],
    ['{"id":null,"at":0}', 'field "id" is no text or number to be a key'],
    ['{"id":"","at":0}', 'field "id" is empty and cannot be the key'],
    [`{"id":"${'x'.repeat(257)}","at":0}`, 'field "id" has more than 256 characters for a key'],
    ['{"id":1}', 'no field "at" for the time'],
    [
      '{"id":1,"at":"soon"}',
      'field "at" is no time (ISO 8601, or seconds or milliseconds since 1970)',
    ],
  ])('is refused by its number, and the rest goes on: %.30s', async (line, reason) => {
    const text = `\n{"id":1,"at":0}\n${line}\n{"id":2,"at":0}`;
    const { seen } = await read(text, { format: 'ndjson', keyField: 'id', timeField: 'at' });
    expect(seen).toMatchObject([{ key: '1' }, { refused: { line: 3, reason } }, { key: '2' }]);
  });

  it('takes no key from what every object inherits', async () => {
    const { seen } = await read('{"id":1}', { keyField: 'toString' });
    expect(seen).toMatchObject([{ refused: { reason: 'no field "toString" for the key' } }]);
  });

  it('within a row of CSV takes that row along, and no other', async () => {
    const bytes = Buffer.from('a,b\n1,"x\n?\ny"\n2,z\n');
    bytes[bytes.indexOf('?')] = 0xff;
    const { seen } = await read(bytes, { format: 'csv', keyField: 'a' });
    expect(seen).toMatchObject([
      { refused: { line: 2, reason: 'a quote is opened and not closed' } },
      { refused: { line: 3, reason: 'not UTF-8 text' } },
      { refused: { line: 4, reason: 'a quote is opened and not closed' } },
      { key: '2', data: { a: '2', b: 'z' } },
    ]);
  });
});

describe('the size of a record', () => {
  const maxRecordBytes = 2_000;

  it('is refused when the record on the stream would exceed the limit', async () => {
    const line = (size: number): string => JSON.stringify({ id: 'k', text: 'x'.repeat(size) });
    const { seen } = await read([500, 1_700, 1_990, 9_000].map(line).join('\n'), {
      keyField: 'id',
      maxRecordBytes,
    });
    expect(seen).toMatchObject([{ key: 'k' }, { key: 'k' }, tooLarge(3), tooLarge(4)]);
    for (const item of seen) if ('key' in item) expect(sizeOf(item)).toBeLessThan(maxRecordBytes);
  });

  it('counts what JSON makes of it, not what it was', async () => {
    // A control character is one byte in CSV and six in JSON.
    const { seen } = await read(`a,b\n1,${'\u0001'.repeat(400)}`, {
      format: 'csv',
      maxRecordBytes,
    });
    expect(seen).toMatchObject([tooLarge(2)]);
  });

  const tooLarge = (line: number) => ({
    refused: { line, reason: expect.stringMatching(/at most 2000 are allowed|longer than 4000/) },
  });

  const sizeOf = (item: InputItem): number =>
    encodeRecord({ id: 'abcdef-1000000', producedAt: item.eventAt, ...item }).byteLength +
    item.key.length;
});

describe('the format', () => {
  it.each([
    ['{"a":1,"id":2}', 'an object'],
    ['\n  {"id":2}', 'an object after blanks'],
    ['[1]\n{"id":2}', 'an array'],
    ['oops\n{"id":2}', 'what cannot be a header'],
    ['id,b\n2,3', 'a header'],
    ['id\n2', 'the key column alone'],
    ['\uFEFFid;b\n2;3', 'a header after a byte order mark'],
  ])('is told by the first line where nothing else tells it: %j', async (text) => {
    const { seen } = await read(text, { format: undefined, keyField: 'id' });
    expect(seen.at(-1)).toMatchObject({ key: '2' });
  });
});

describe('the pace', () => {
  it('is at most the rate that was asked for', async () => {
    const clock = virtualClock();
    const seen: unknown[] = [];
    const done = collect({ clock, rate: 10, source: chunks('{}\n'.repeat(30)) }, seen);
    await clock.advance(999);
    expect(seen).toHaveLength(10);
    await clock.advance(2_000);
    await done;
    expect(seen).toHaveLength(30);
  });

  it('makes up for a silence of the source by a second at most', async () => {
    const clock = virtualClock();
    const seen: unknown[] = [];
    void collect({ clock, rate: 10, source: afterSilence(clock.sleep(60_000)) }, seen);
    await clock.advance(60_000);
    expect(seen).toHaveLength(11);
    await clock.advance(1_000);
    expect(seen).toHaveLength(21);
  });

  it('takes from the source no more than is asked for', async () => {
    let taken = 0;
    async function* source() {
      for (; taken < 1_000; taken++) yield Buffer.from('{}\n');
    }
    const items = input({ source: source() }).items(never)[Symbol.asyncIterator]();
    for (let count = 0; count < 3; count++) await items.next();
    expect(taken).toBeLessThanOrEqual(3);
  });
});

describe('the end', () => {
  it.each(['', '\n\n', '\uFEFF', 'id,b\n'])(
    'comes at once when there is nothing: %j',
    async (text) => {
      expect((await read(text)).seen).toEqual([]);
    },
  );

  it('comes on abort, though the source says nothing any more', async () => {
    const stop = new AbortController();
    const seen: unknown[] = [];
    const done = collect({ source: silentAfter('{}\n') }, seen, stop.signal);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toHaveLength(1);
    stop.abort();
    await done;
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  it('of a source that breaks is its error', async () => {
    await expect(collect({ source: broken() }, [])).rejects.toThrow('disk on fire');
  });
});

async function* chunks(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

async function* silentAfter(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  await new Promise(() => {});
}

async function* afterSilence(silence: Promise<void>): AsyncGenerator<Uint8Array> {
  await silence;
  yield Buffer.from('{}\n'.repeat(100));
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{}\n');
  throw new Error('disk on fire');
}

type Given = Partial<LinesOptions>;

const input = (options: Given) =>
  linesInput({ name: 'lines', clock: virtualClock(), source: chunks(), ...options });

async function collect(options: Given, seen: unknown[], signal = never): Promise<void> {
  for await (const item of input(options).items(signal)) seen.push(item);
}

async function read(text: string | Uint8Array, options: Given = {}) {
  const clock = virtualClock();
  const seen: (InputItem | RefusedLine)[] = [];
  await collect({ clock, source: chunks(text), ...options }, seen);
  return { seen, now: clock.now() };
}
