import { describe, expect, it } from 'vitest';
import type { LabRecord } from '#pipeline/record.ts';
import type { Codec } from '#runtime/codec.ts';
import { json } from '#runtime/codec.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { FakeKinesis, type Plan } from './client/fake-kinesis.test-support.ts';
import { createProducer } from './client/producer.ts';
import type { ProducerOptions } from './client/types.ts';
import type { Input, InputItem, RefusedLine } from './inputs/input.ts';
import { pace } from './inputs/pace.ts';
import { type Produced, produce, type ProduceOptions } from './produce.ts';

interface Heard {
  readonly put: { id: string; truth: string | undefined; attempts: number }[];
  readonly failed: { id: string; code: string }[];
  readonly refused: RefusedLine['refused'][];
  result?: Produced | 'error';
}

/** Runs `produce` on a virtual clock in front of a fake stream, and writes down what it says. */
function givenRun(
  items: readonly (InputItem | RefusedLine)[] | Input['items'],
  {
    plan,
    ...options
  }: Partial<ProducerOptions<LabRecord>> & { plan?: (request: number) => Plan } = {},
  callbacks: Partial<ProduceOptions> = {},
) {
  const clock = virtualClock();
  const kinesis = new FakeKinesis(clock, plan);
  const producer = createProducer<LabRecord>({
    stream: 'events',
    client: kinesis,
    clock,
    random: seededRandom(1),
    ...options,
  });
  const stop = new AbortController();
  const heard: Heard = { put: [], failed: [], refused: [] };
  const input: Input = {
    name: 'test',
    items:
      typeof items === 'function'
        ? items
        : (signal) => pace(items, { clock, signal, dueAt: () => -Infinity }),
  };
  const start = (): void => {
    produce({
      input,
      producer,
      clock,
      runId: 'run',
      signal: stop.signal,
      onPut: ({ id }, { attempts }, truth) => heard.put.push({ id, truth, attempts }),
      onFailed: ({ id }, { code }) => heard.failed.push({ id, code }),
      onRefused: (line) => heard.refused.push(line),
      ...callbacks,
    }).then(
      (result) => (heard.result = result),
      () => (heard.result = 'error'),
    );
  };
  start();
  return { clock, kinesis, producer, heard, stop };
}

const item = (key: string, more: Partial<InputItem> = {}): InputItem => ({
  key,
  eventAt: 1_000,
  data: { of: key },
  ...more,
});

const codec: Codec<LabRecord> = json<LabRecord>();
const recordsIn = (kinesis: FakeKinesis): LabRecord[] =>
  kinesis.texts.map((text) => codec.decode(Buffer.from(text)));

describe('produce', () => {
  it('makes a numbered record of each item, under the key of the item', async () => {
    const { clock, kinesis, heard } = givenRun([item('a'), item('b'), item('c')]);
    const startedAt = clock.now();
    await clock.advance(50);
    expect(recordsIn(kinesis)).toEqual(
      ['a', 'b', 'c'].map((key, index) => ({
        id: `run-${index}`,
        key,
        eventAt: 1_000,
        producedAt: startedAt,
        data: { of: key },
      })),
    );
    expect(kinesis.requests.map(({ keys }) => keys)).toEqual([['a', 'b', 'c']]);
    expect(heard.result).toEqual({ put: 3, failed: 0, refused: 0 });
  });

  it('hands the truth to the books and never to the stream', async () => {
    const { clock, kinesis, heard } = givenRun([item('a', { truth: 'velocity' }), item('b')]);
    await clock.advance(50);
    expect(heard.put).toEqual([
      { id: 'run-0', truth: 'velocity', attempts: 1 },
      { id: 'run-1', truth: undefined, attempts: 1 },
    ]);
    expect(kinesis.texts.join()).not.toContain('velocity');
  });

  it('refuses what is no record and numbers the others without gaps', async () => {
    const refused = { line: 2, reason: 'not JSON' };
    const { clock, kinesis, heard } = givenRun([
      item('a'),
      { refused },
      item(''),
      item('huge', { data: { text: 'x'.repeat(1_048_576) } }),
      item('b'),
    ]);
    await clock.advance(50);
    expect(recordsIn(kinesis).map(({ id, key }) => [id, key])).toEqual([
      ['run-0', 'a'],
      ['run-1', 'b'],
    ]);
    expect(heard.refused).toEqual([
      refused,
      { line: 3, reason: 'the partition key is empty' },
      { line: 4, reason: expect.stringContaining('1048576 (1 MiB) are allowed') },
    ]);
    expect(heard.result).toEqual({ put: 2, failed: 0, refused: 3 });
  });

  it('names what was given up, and goes on', async () => {
    const { clock, heard } = givenRun([item('bad'), item('good')], {
      retry: { deadlineMs: 500 },
      plan: () => ({ refuse: (_, text) => text.includes('bad') }),
    });
    await clock.advance(499);
    expect(heard.result).toBeUndefined();
    await clock.advance(1);
    expect(heard.failed).toEqual([{ id: 'run-0', code: 'expired' }]);
    expect(heard.result).toEqual({ put: 1, failed: 1, refused: 0 });
  });

  it('takes no more from the input than there is room for', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<InputItem> {
      for (;;) yield item(`key-${read++}`);
    }
    const { clock, heard, producer, stop } = givenRun(endless, {
      buffer: { maxRecords: 20 },
      batch: { maxRecords: 10 },
      maxInFlight: 1,
      plan: () => ({ takesMs: 100 }),
    });
    await clock.advance(99);
    expect(read).toBe(21);
    expect(producer.stats().bufferedRecords).toBe(20);
    await clock.advance(1);
    expect(read).toBe(31);
    stop.abort();
    await clock.advance(1_000);
    expect(heard.result).toEqual({ put: 30, failed: 0, refused: 0 });
  });

  it('hands on what it accepted when it is told to stop, without lingering', async () => {
    async function* silent(signal: AbortSignal): AsyncGenerator<InputItem> {
      yield item('a');
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
      });
    }
    const { clock, kinesis, heard, stop } = givenRun(silent);
    await clock.advance(10);
    stop.abort();
    await clock.advance(0);
    expect(kinesis.texts).toHaveLength(1);
    expect(heard.result).toEqual({ put: 1, failed: 0, refused: 0 });
  });

  it('ends with nothing when the input has nothing', async () => {
    const { clock, heard } = givenRun([]);
    await clock.advance(0);
    expect(heard.result).toEqual({ put: 0, failed: 0, refused: 0 });
  });

  it('ends with the error of its listener, instead of going on with wrong books', async () => {
    const { clock, heard } = givenRun(
      [item('a')],
      {},
      {
        onPut: () => {
          throw new Error('the books are closed');
        },
      },
    );
    await clock.advance(50);
    expect(heard.result).toBe('error');
  });
});
