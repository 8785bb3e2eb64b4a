import { describe, expect, it } from 'vitest';
import type { Clock } from '#runtime/clock.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { FakeKinesis } from './fake-kinesis.test-support.ts';
import { givenProducer } from './given-producer.test-support.ts';
import { createProducer } from './producer.ts';

const SECOND = 1_000;

describe('flush', () => {
  it('sends what lingers at once and waits for what was sent before, and no more', async () => {
    const { clock, producer, send, elapsedMs } = givenProducer({}, () => ({ takesMs: 20 }));
    send('1', 'key');
    send('2', 'key');
    let flushedAt = -1;
    void producer.flush().then(() => (flushedAt = elapsedMs()));
    await clock.advance(10);
    const after = send('3', 'key');
    await clock.advance(SECOND);
    expect(flushedAt).toBe(40);
    expect(after.at).toBe(80);
  });

  it('is done at once when there is nothing to send', async () => {
    const { producer } = givenProducer();
    await expect(producer.flush()).resolves.toBeUndefined();
  });

  it('waits for records that are tried again', async () => {
    const { clock, producer, send } = givenProducer({}, (request) => ({
      refuse: () => request < 3,
    }));
    const fate = send('x', 'key');
    let isFlushed = false;
    void producer.flush().then(() => (isFlushed = true));
    await clock.advance(0);
    expect(isFlushed).toBe(false);
    await clock.advance(SECOND);
    expect(isFlushed).toBe(true);
    expect(fate.receipt?.attempts).toBe(4);
  });
});

describe('close', () => {
  it('flushes, and takes nothing more', async () => {
    const { clock, producer, send, elapsedMs } = givenProducer({}, () => ({ takesMs: 20 }));
    const before = send('x', 'key');
    let closedAt = -1;
    void producer.close().then(() => (closedAt = elapsedMs()));
    const after = send('y', 'key');
    await clock.advance(SECOND);
    expect(closedAt).toBe(20);
    expect(before.receipt).toBeDefined();
    expect(after.error).toMatchObject({ code: 'closed', attempts: [] });
  });

  it('gives up what is left when its time is over, and says what may be stored', async () => {
    const { clock, producer, send, elapsedMs } = givenProducer({}, () => ({ neverAnswers: true }));
    const underWay = send('1', 'key');
    const waiting = send('2', 'key');
    await clock.advance(50);
    let closedAt = -1;
    void producer.close({ timeoutMs: 500 }).then(() => (closedAt = elapsedMs()));
    await clock.advance(SECOND);
    expect(closedAt).toBe(550);
    expect(underWay).toMatchObject({ at: 550, error: { code: 'closed', maybeDelivered: true } });
    expect(waiting).toMatchObject({ at: 550, error: { code: 'closed', maybeDelivered: false } });
    expect(producer.stats()).toMatchObject({ bufferedRecords: 0, bufferedBytes: 0, failed: 2 });
  });

  it('is not upset by an answer that comes afterwards', async () => {
    const { clock, producer, send } = givenProducer({}, () => ({ takesMs: 200 }));
    const fate = send('x', 'key');
    await clock.advance(50);
    void producer.close({ timeoutMs: 100 });
    await clock.advance(SECOND);
    expect(fate.error).toMatchObject({ code: 'closed', maybeDelivered: true });
    expect(producer.stats()).toMatchObject({ stored: 0, failed: 1, bufferedRecords: 0 });
  });

  it('leaves nobody asleep, and neither does a producer that has nothing to do', async () => {
    const clock = virtualClock();
    let asleep = 0;
    const sleep: Clock['sleep'] = async (ms, signal) => {
      asleep += 1;
      await clock.sleep(ms, signal);
      asleep -= 1;
    };
    const counted = { now: clock.now, sleep };
    const kinesis = new FakeKinesis(clock, (request) => ({ refuse: () => request === 0 }));
    const producer = createProducer({ stream: 's', client: kinesis, clock: counted });
    const receipt = producer.send({ data: 'x', partitionKey: 'key' });
    expect(asleep).toBe(1);
    await clock.advance(SECOND);
    await receipt;
    expect(asleep).toBe(0);
    await producer.close();
    expect(asleep).toBe(0);
  });
});
