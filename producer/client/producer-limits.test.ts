import { describe, expect, it } from 'vitest';
import { json } from '#runtime/codec.ts';
import { FakeKinesis } from './fake-kinesis.test-support.ts';
import { givenProducer } from './given-producer.test-support.ts';
import { createProducer } from './producer.ts';

const MIB = 1_048_576;
const SECOND = 1_000;

describe('a record', () => {
  it('of 1 MiB with its key is sent, and one byte more is too large', async () => {
    const { clock, kinesis, send } = givenProducer();
    const fits = send('x'.repeat(MIB - 3), 'key');
    const exceeds = send('x'.repeat(MIB - 2), 'key');
    await clock.advance(SECOND);
    expect(fits.receipt).toBeDefined();
    expect(exceeds.error).toMatchObject({ code: 'too-large', attempts: [] });
    expect(kinesis.requests).toHaveLength(1);
  });

  it.each([
    ['an empty key', { partitionKey: '' }],
    ['a key of 257 characters', { partitionKey: 'k'.repeat(257) }],
    ['a negative hash key', { partitionKey: 'k', explicitHashKey: -1n }],
    ['a hash key of more than 128 bits', { partitionKey: 'k', explicitHashKey: 2n ** 128n }],
  ])('with %s is refused before it can spoil a request', async (_, fields) => {
    const { clock, kinesis, send } = givenProducer();
    const fate = send('x', undefined, fields);
    const other = send('y', 'key');
    await clock.advance(SECOND);
    expect(fate.error).toMatchObject({ code: 'rejected' });
    expect(other.receipt).toBeDefined();
    expect(kinesis.texts).toEqual(['y']);
  });

  it('takes its hash key along', async () => {
    const kinesis = new FakeKinesis({ now: () => 0, sleep: () => Promise.resolve() });
    const inputs: unknown[] = [];
    const client = {
      send: (command: Parameters<FakeKinesis['send']>[0]) => {
        inputs.push(command.input);
        return kinesis.send(command);
      },
    };
    const { clock, producer } = givenProducer({ client, stream: { arn: 'arn:aws:x' } });
    void producer.send({ data: 'x', partitionKey: 'k', explicitHashKey: 2n ** 128n - 1n });
    await clock.advance(50);
    expect(inputs).toEqual([
      {
        StreamARN: 'arn:aws:x',
        Records: [
          {
            Data: Buffer.from('x'),
            PartitionKey: 'k',
            ExplicitHashKey: '340282366920938463463374607431768211455',
          },
        ],
      },
    ]);
  });

  it('that cannot be encoded is refused by the codec’s own error', async () => {
    const kinesis = new FakeKinesis({ now: () => 0, sleep: () => Promise.resolve() });
    const producer = createProducer({ stream: 's', client: kinesis, codec: json() });
    await expect(producer.send({ data: 1n })).rejects.toMatchObject({
      code: 'rejected',
      cause: expect.any(TypeError),
    });
  });
});

describe('the buffer', () => {
  const options = { buffer: { maxRecords: 3 }, batch: { maxRecords: 1 }, maxInFlight: 1 };

  it('makes the caller wait while it is full', async () => {
    const { clock, producer, send, elapsedMs } = givenProducer(options, () => ({ takesMs: 10 }));
    for (const key of ['a', 'b', 'c']) send(key, key);
    const roomAt: number[] = [];
    void producer.room().then(() => roomAt.push(elapsedMs()));
    await clock.advance(9);
    expect(roomAt).toEqual([]);
    await clock.advance(1);
    expect(roomAt).toEqual([10]);
  });

  it('makes those who went over wait until it has room again', async () => {
    const { clock, producer, send, elapsedMs } = givenProducer(options, () => ({ takesMs: 10 }));
    for (const key of ['a', 'b', 'c', 'd', 'e']) send(key, key);
    let roomAt = -1;
    void producer.room().then(() => (roomAt = elapsedMs()));
    await clock.advance(SECOND);
    expect(roomAt).toBe(30);
  });

  it('counts bytes as well', async () => {
    const { clock, producer, send, elapsedMs } = givenProducer(
      { ...options, buffer: { maxBytes: 10 } },
      () => ({ takesMs: 10 }),
    );
    send('x'.repeat(9), 'k');
    let roomAt = -1;
    void producer.room().then(() => (roomAt = elapsedMs()));
    await clock.advance(20);
    expect(roomAt).toBe(10);
  });

  it('lets go of a caller whose signal aborts', async () => {
    const { producer, send } = givenProducer(options, () => ({ neverAnswers: true }));
    for (const key of ['a', 'b', 'c']) send(key, key);
    const stop = new AbortController();
    const room = producer.room({ signal: stop.signal });
    stop.abort();
    await expect(room).resolves.toBeUndefined();
  });

  it('refuses those who never wait at twice its size, and takes them again later', async () => {
    const { clock, kinesis, send } = givenProducer(options, () => ({ takesMs: 10 }));
    const fates = [0, 1, 2, 3, 4, 5, 6].map((number) => send(`${number}`, `${number}`));
    await clock.advance(60);
    expect(fates.map(({ error }) => error?.code)).toEqual([...Array(6), 'buffer-full']);
    send('later', 'key');
    await clock.advance(SECOND);
    expect(kinesis.texts).toEqual(['0', '1', '2', '3', '4', '5', 'later']);
  });

  it.each(['maxRecords', 'maxBytes', 'lingerMs'] as const)(
    'is not made with a nonsensical %s',
    (name) => {
      expect(() => givenProducer({ batch: { [name]: -1 } })).toThrow(RangeError);
    },
  );
});

describe('a signal', () => {
  it('takes back what is not under way', async () => {
    const { clock, kinesis, sendWith } = givenProducer();
    const stop = new AbortController();
    const fates = ['1', '2'].map((text) => sendWith(stop.signal, text, 'key'));
    await clock.advance(10);
    stop.abort();
    await clock.advance(SECOND);
    expect(fates.map(({ error, at }) => [error?.code, at])).toEqual([
      ['aborted', 10],
      ['aborted', 10],
    ]);
    expect(kinesis.requests).toEqual([]);
  });

  it('leaves the decision to the answer under way', async () => {
    const { clock, sendWith } = givenProducer({}, () => ({
      takesMs: 20,
      refuse: (_, text) => text === 'refused',
    }));
    const stop = new AbortController();
    const stored = sendWith(stop.signal, 'stored', 'a');
    const refused = sendWith(stop.signal, 'refused', 'b');
    await clock.advance(60);
    stop.abort();
    await clock.advance(SECOND);
    expect(stored).toMatchObject({ at: 70, receipt: { attempts: 1 } });
    expect(refused).toMatchObject({ at: 70, error: { code: 'aborted', maybeDelivered: false } });
  });

  it('lets the others of the key go on', async () => {
    const { clock, kinesis, send, sendWith } = givenProducer({ maxInFlight: 1 });
    const stop = new AbortController();
    sendWith(stop.signal, '1', 'key');
    send('2', 'key');
    stop.abort();
    await clock.advance(SECOND);
    expect(kinesis.texts).toEqual(['2']);
  });

  it('sends the next of the key at once when that is overdue', async () => {
    const { clock, kinesis, send, sendWith } = givenProducer(
      { retry: { baseMs: 100_000, maxMs: 100_000 } },
      (request) => ({ refuse: () => request === 0 }),
    );
    const stop = new AbortController();
    sendWith(stop.signal, 'refused', 'key');
    const next = send('next', 'key');
    await clock.advance(200);
    expect(kinesis.requests).toHaveLength(1);
    stop.abort();
    await clock.advance(0);
    expect(next).toMatchObject({ at: 200, receipt: { attempts: 1 } });
  });

  it('means nothing to a record that is stored', async () => {
    const { clock, producer, sendWith } = givenProducer();
    const stop = new AbortController();
    const fate = sendWith(stop.signal, 'x', 'key');
    await clock.advance(50);
    stop.abort();
    await clock.advance(50);
    expect(fate.receipt).toBeDefined();
    expect(producer.stats()).toMatchObject({ stored: 1, failed: 0, bufferedRecords: 0 });
  });

  it('that is aborted already refuses the record', async () => {
    const { clock, sendWith } = givenProducer();
    const fate = sendWith(AbortSignal.abort(), 'x', 'key');
    await clock.advance(0);
    expect(fate.error).toMatchObject({ code: 'aborted' });
  });
});
