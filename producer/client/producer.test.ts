import { describe, expect, it } from 'vitest';
import { connectionError, serviceError } from './fake-kinesis.test-support.ts';
import { givenProducer } from './given-producer.test-support.ts';
import type { PutsRecords } from './put-all.ts';

const SECOND = 1_000;

describe('a batch', () => {
  it('leaves when its first record has lingered, not a millisecond before', async () => {
    const { clock, kinesis, send } = givenProducer();
    send('first', 'a');
    await clock.advance(30);
    send('second', 'b');
    await clock.advance(19);
    expect(kinesis.requests).toEqual([]);
    await clock.advance(1);
    expect(kinesis.requests.map(({ texts }) => texts)).toEqual([['first', 'second']]);
  });

  it('leaves at once when it has as many records as a request holds', async () => {
    const { clock, kinesis, send, elapsedMs } = givenProducer();
    for (let number = 0; number < 500; number++) send('x', `key-${number}`);
    await clock.advance(0);
    expect(kinesis.requests.map(({ texts }) => texts.length)).toEqual([500]);
    expect(elapsedMs()).toBe(0);
  });

  it('leaves at once when it has as many bytes as a request may have', async () => {
    const { clock, kinesis, send } = givenProducer({ batch: { maxBytes: 100 } });
    for (const key of ['a', 'b', 'c']) send('x'.repeat(39), key);
    await clock.advance(0);
    expect(kinesis.requests.map(({ sizeBytes }) => sizeBytes)).toEqual([80]);
  });

  it('is joined by what waits when it leaves, and nothing of it waits again', async () => {
    const { clock, kinesis, send } = givenProducer();
    send('a', 'a');
    await clock.advance(49);
    send('b', 'b');
    await clock.advance(200);
    expect(kinesis.requests).toHaveLength(1);
  });

  it('is one of at most eight under way', async () => {
    const { clock, kinesis, send } = givenProducer({ batch: { maxRecords: 1 } }, () => ({
      takesMs: 10,
    }));
    const fates = Array.from({ length: 40 }, (_, number) => send('x', `key-${number}`));
    await clock.advance(50);
    expect(kinesis.mostInFlight).toBe(8);
    expect(fates.map(({ at }) => at)).toEqual(
      fates.map((_, number) => 10 * (1 + Math.floor(number / 8))),
    );
  });
});

describe('a receipt', () => {
  it('tells where the record is, how often it was sent and how long it took', async () => {
    const { clock, send } = givenProducer({}, () => ({ takesMs: 7 }));
    const fate = send('x', 'key');
    await clock.advance(57);
    expect(fate.receipt).toEqual({
      shardId: 'shardId-000000000000',
      sequenceNumber: '1',
      attempts: 1,
      latencyMs: 57,
    });
  });

  it('goes to each record of a request that was refused in part', async () => {
    const { clock, kinesis, send } = givenProducer({}, (request) => ({
      refuse: (index) => request === 0 && index === 1,
    }));
    const fates = ['a', 'b', 'c'].map((key) => send(key, key));
    await clock.advance(SECOND);
    expect(kinesis.requests.map(({ texts }) => texts)).toEqual([['a', 'b', 'c'], ['b']]);
    expect(fates.map(({ receipt }) => receipt?.attempts)).toEqual([1, 2, 1]);
  });
});

describe('order', () => {
  it('is kept per key while earlier records are refused', async () => {
    const { clock, kinesis, send } = givenProducer({}, (request) => ({
      refuse: (_, text) => text === 'a1' && request < 3,
    }));
    for (const text of ['a1', 'a2', 'b1', 'a3', 'b2']) send(text, text.slice(0, 1));
    await clock.advance(5 * SECOND);
    expect(kinesis.texts.filter((text) => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(kinesis.texts.filter((text) => text.startsWith('b'))).toEqual(['b1', 'b2']);
  });

  it('costs one record per key and request', async () => {
    const { clock, kinesis, send } = givenProducer();
    for (const text of ['1', '2', '3']) send(text, 'key');
    await clock.advance(50);
    expect(kinesis.requests.map(({ texts }) => texts)).toEqual([['1'], ['2'], ['3']]);
  });

  it('is not waited for when it is not asked for', async () => {
    const { clock, kinesis, send } = givenProducer({ ordering: 'none' });
    for (const text of ['1', '2', '3']) send(text, 'key');
    await clock.advance(50);
    expect(kinesis.requests.map(({ texts }) => texts)).toEqual([['1', '2', '3']]);
  });

  it('is not promised to records without a key, which get keys of their own', async () => {
    const { clock, kinesis, send } = givenProducer();
    for (let number = 0; number < 100; number++) send('x');
    await clock.advance(50);
    expect(kinesis.requests).toHaveLength(1);
    expect(new Set(kinesis.requests[0]?.keys).size).toBe(100);
  });
});

describe('trouble', () => {
  it.each([
    ['a throttled request', serviceError('ProvisionedThroughputExceededException', 400), false],
    ['an internal failure', serviceError('InternalFailure', 500), true],
    ['an unreadable answer', serviceError('SyntaxError', 200), true],
    ['a refused connection', connectionError('ECONNREFUSED'), false],
    ['a broken connection', connectionError('ECONNRESET'), true],
  ])('such as %s is tried again until the deadline', async (_, error, maybeDelivered) => {
    const { clock, kinesis, send } = givenProducer({}, () => ({ fail: error }));
    const fate = send('x', 'key');
    await clock.advance(30 * SECOND - 1);
    expect(kinesis.requests.length).toBeGreaterThan(5);
    expect(fate).toEqual({});
    await clock.advance(1);
    expect(fate.at).toBe(30 * SECOND);
    expect(fate.error).toMatchObject({ code: 'expired', maybeDelivered });
    expect(fate.error?.attempts.at(-1)?.number).toBe(kinesis.requests.length);
  });

  it.each(['ValidationException', 'ResourceNotFoundException', 'AccessDeniedException'])(
    'that will not pass, such as %s, is not tried again',
    async (name) => {
      const error = serviceError(name, 400);
      const { clock, kinesis, send } = givenProducer({}, () => ({ fail: error }));
      const fate = send('x', 'key');
      await clock.advance(SECOND);
      expect(kinesis.requests).toHaveLength(1);
      expect(fate.error).toMatchObject({ code: 'rejected', cause: error, maybeDelivered: false });
      expect(fate.error?.message).toContain(name);
    },
  );

  it('that no rule knows is taken for a bug and not repeated', async () => {
    const { clock, kinesis, send } = givenProducer({}, () => ({ fail: new TypeError('oops') }));
    const fate = send('x', 'key');
    await clock.advance(SECOND);
    expect(kinesis.requests).toHaveLength(1);
    expect(fate.error).toMatchObject({ code: 'rejected' });
  });

  it('loses no record that is sent while others are tried again', async () => {
    const { clock, kinesis, send, producer } = givenProducer({}, (request) => ({
      refuse: () => request < 2,
    }));
    const sent: string[] = [];
    for (let number = 0; number < 50; number++) {
      sent.push(`r${number}`);
      send(`r${number}`, `key-${number % 7}`);
      await clock.advance(10);
    }
    await clock.advance(SECOND);
    expect(kinesis.texts.toSorted()).toEqual(sent.toSorted());
    expect(producer.stats()).toMatchObject({ stored: 50, failed: 0, bufferedRecords: 0 });
  });

  it('after the records were stored leaves a second copy, and says so if it is the end', async () => {
    const lost = { fail: connectionError('ECONNRESET'), storesAnyway: true };
    const { clock, kinesis, send } = givenProducer({}, (request) => (request === 0 ? lost : {}));
    const fate = send('x', 'key');
    await clock.advance(SECOND);
    expect(kinesis.texts).toEqual(['x', 'x']);
    expect(fate.receipt?.attempts).toBe(2);

    const never = givenProducer({ retry: { deadlineMs: 100 } }, () => lost);
    const doomed = never.send('y', 'key');
    await never.clock.advance(SECOND);
    expect(doomed.error).toMatchObject({ code: 'expired', maybeDelivered: true });
  });

  it('of a request that hangs is over after ten seconds', async () => {
    const { clock, kinesis, send } = givenProducer({}, (request) => ({
      neverAnswers: request === 0,
    }));
    const fate = send('x', 'key');
    await clock.advance(50 + 10 * SECOND - 1);
    expect(kinesis.requests).toHaveLength(1);
    await clock.advance(1 + SECOND);
    expect(fate.receipt?.attempts).toBe(2);
  });

  it('lets the next record of a key go when one is given up', async () => {
    const { clock, kinesis, send } = givenProducer({ retry: { deadlineMs: 500 } }, () => ({
      refuse: (_, text) => text === 'doomed',
    }));
    const doomed = send('doomed', 'key');
    await clock.advance(400);
    const next = send('next', 'key');
    await clock.advance(SECOND);
    expect(doomed).toMatchObject({ at: 500, error: { code: 'expired' } });
    expect(next).toMatchObject({ at: 500, receipt: { attempts: 1 } });
    expect(kinesis.texts).toEqual(['next']);
  });

  it('ends at the deadline for records that wait behind another, too', async () => {
    const { clock, send } = givenProducer({}, () => ({ refuse: () => true }));
    send('first', 'key');
    await clock.advance(100);
    const second = send('second', 'key');
    await clock.advance(40 * SECOND);
    expect(second).toMatchObject({ at: 30_100, error: { code: 'expired' } });
  });

  it('waits for the answer that is under way at the deadline', async () => {
    const { clock, send } = givenProducer({ retry: { deadlineMs: 100 } }, () => ({ takesMs: 80 }));
    const fate = send('x', 'key');
    await clock.advance(SECOND);
    expect(fate).toMatchObject({ at: 130, receipt: { attempts: 1 } });
  });

  it('in the answer that was under way at the deadline is the end', async () => {
    const { clock, kinesis, send } = givenProducer({ retry: { deadlineMs: 100 } }, () => ({
      takesMs: 80,
      refuse: () => true,
    }));
    const fate = send('x', 'key');
    await clock.advance(10 * SECOND);
    expect(fate).toMatchObject({ at: 130, error: { code: 'expired', maybeDelivered: false } });
    expect(kinesis.requests).toHaveLength(1);
  });

  it('with an answer for fewer records than were sent is a lost answer', async () => {
    const client: PutsRecords = {
      send: () => Promise.resolve({ Records: [], $metadata: {} }),
    };
    const { clock, send } = givenProducer({ client, retry: { deadlineMs: 100 } });
    const fate = send('x', 'key');
    await clock.advance(SECOND);
    expect(fate.error).toMatchObject({ code: 'expired', maybeDelivered: true });
  });

  it('of a request that hangs ends with aborting it', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const client: PutsRecords = {
      send: (_command, options) => {
        signals.push(options?.abortSignal);
        return new Promise(() => {});
      },
    };
    const { clock, producer, send } = givenProducer({ client });
    send('x', 'key');
    await clock.advance(50 + 10 * SECOND - 1);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
    await clock.advance(SECOND);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
    const closed = producer.close({ timeoutMs: 10 });
    await clock.advance(10);
    await closed;
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });

  it('is told of by the latest twenty attempts', async () => {
    const { clock, kinesis, send } = givenProducer({ retry: { maxMs: 10 } }, () => ({
      refuse: () => true,
    }));
    const fate = send('x', 'key');
    await clock.advance(30 * SECOND);
    const count = kinesis.requests.length;
    expect(fate.error?.attempts.map(({ number }) => number)).toEqual(
      Array.from({ length: 20 }, (_, index) => count - 19 + index),
    );
  });
});
