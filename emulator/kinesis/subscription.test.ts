import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Clock } from '#runtime/clock.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { givenMemory } from './records/given-memory.test-support.ts';
import { base64, givenConsumer, put, STREAM, STREAM_ARN } from './given-kinesis.test-support.ts';
import type { Shard } from './shard.ts';
import { Stream } from './stream.ts';
import { Subscription } from './subscription.ts';
import { from, pushedTexts, pushedEvents, turn } from './subscription.test-support.ts';

const MINUTE = 60_000;
const FIVE_MINUTES = 5 * MINUTE;

describe('a subscription', () => {
  it('begins with the initial response', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    expect(pushed.events.map(({ type }) => type)).toEqual(['initial-response']);
  });

  it('pushes a record at the instant of its put', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn, { Type: 'LATEST' }));
    await given.clock.advance(1_234);
    const { SequenceNumber } = await put(given, 'trout');
    await turn(given);
    expect(pushedEvents(pushed)).toEqual([
      {
        at: given.clock.now(),
        type: 'SubscribeToShardEvent',
        payload: {
          Records: [
            {
              SequenceNumber,
              ApproximateArrivalTimestamp: given.clock.now() / 1_000,
              Data: base64('trout'),
              PartitionKey: 'k',
            },
          ],
          MillisBehindLatest: 0,
          ContinuationSequenceNumber: SequenceNumber,
        },
      },
    ]);
  });

  it('pushes what is put in one call as one event', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    const Records = ['a', 'b', 'c'].map((text) => ({ Data: base64(text), PartitionKey: text }));
    await given.call('PutRecords', { StreamName: STREAM, Records });
    await turn(given);
    expect(pushedEvents(pushed)).toHaveLength(1);
    expect(pushedTexts(pushed)).toEqual(['a', 'b', 'c']);
  });

  it('splits what waits into events of at most 1 MiB, and says how far behind each leaves it', async () => {
    const given = await givenConsumer();
    const large = 'x'.repeat(400_000);
    await put(given, large);
    await put(given, large);
    await put(given, large);
    await given.clock.advance(3_000);
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    const events = pushedEvents(pushed).map(({ payload }) => payload);
    expect(events.map(({ Records }) => Records.length)).toEqual([2, 1]);
    expect(events.map(({ MillisBehindLatest }) => MillisBehindLatest)).toEqual([3_000, 0]);
  });

  it('sends an empty event every 5 seconds while idle, with a continuation that moves on', async () => {
    const given = await givenConsumer();
    const startedAt = given.clock.now();
    const pushed = await given.subscribe(from(given.consumerArn));
    await given.clock.advance(15_000);
    const idle = pushedEvents(pushed);
    expect(idle.map(({ at }) => at - startedAt)).toEqual([5_000, 10_000, 15_000]);
    expect(idle.map(({ payload }) => payload.Records)).toEqual([[], [], []]);
    const numbers = idle.map(({ payload }) => payload.ContinuationSequenceNumber);
    expect(new Set(numbers).size).toBe(3);
    expect(numbers).toEqual(numbers.toSorted());
  });

  it('counts the 5 seconds from the last event', async () => {
    const given = await givenConsumer();
    const startedAt = given.clock.now();
    const pushed = await given.subscribe(from(given.consumerArn));
    await given.clock.advance(3_000);
    await put(given, 'trout');
    await given.clock.advance(10_000);
    expect(pushedEvents(pushed).map(({ at }) => at - startedAt)).toEqual([3_000, 8_000, 13_000]);
  });

  it('ends by itself after five minutes, without an error', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn));
    await given.clock.advance(FIVE_MINUTES - 1);
    expect(pushed.hasEnded()).toBe(false);
    await given.clock.advance(1);
    expect(pushed.hasEnded()).toBe(true);
    expect(new Set(pushed.events.slice(1).map(({ type }) => type))).toEqual(
      new Set(['SubscribeToShardEvent']),
    );
  });

  it('ends when its client goes away', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    pushed.leave();
    await turn(given);
    expect(pushed.hasEnded()).toBe(true);
  });

  it('ends quietly when the service closes', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    await given.close();
    await turn(given);
    expect(pushed.hasEnded()).toBe(true);
    expect(pushed.events).toHaveLength(1);
  });

  it('reaches both of two consumers', async () => {
    const given = await givenConsumer();
    const request = { StreamARN: STREAM_ARN, ConsumerName: 'heron' };
    const { Consumer } = await given.call('RegisterStreamConsumer', request);
    await given.clock.advance(50);
    const first = await given.subscribe(from(given.consumerArn));
    const second = await given.subscribe(from(Consumer.ConsumerARN));
    await turn(given);
    await put(given, 'trout');
    await turn(given);
    expect([first, second].map(pushedTexts)).toEqual([['trout'], ['trout']]);
  });
});

describe('a subscription that has ended', () => {
  it('leaves no sleeper and no listener behind', async () => {
    const clock = virtualClock();
    let sleepers = 0;
    const counting: Clock = {
      now: clock.now,
      sleep: async (ms, signal) => {
        sleepers++;
        await clock.sleep(ms, signal);
        sleepers--;
      },
    };
    const stream = new Stream({
      name: STREAM,
      region: 'us-east-1',
      account: '123456789012',
      mode: 'PROVISIONED',
      shardCount: 1,
      maxRecordSizeKiB: 1_024,
      tags: new Map(),
      createdAt: clock.now(),
      activeAt: clock.now(),
      memory: givenMemory(),
    });
    const shard = stream.shard(0, clock.now()) as Shard;
    const { signal } = new AbortController();
    const subscription = new Subscription({ clock: counting, stream, shard, position: 0, signal });
    const over = subscription.events().next();
    await clock.advance(100);
    expect([sleepers, getEventListeners(signal, 'abort').length]).toEqual([1, 1]);
    subscription.stop();
    expect(await over).toEqual({ done: true, value: undefined });
    await clock.advance(0);
    expect([sleepers, getEventListeners(signal, 'abort').length]).toEqual([0, 0]);
  });
});

describe('a subscription that fails', () => {
  it('ends by ResourceInUse when a later one takes over', async () => {
    const given = await givenConsumer();
    const older = await given.subscribe(from(given.consumerArn));
    await given.clock.advance(5_000);
    const younger = await given.subscribe(from(given.consumerArn));
    await put(given, 'trout');
    await turn(given);
    expect(older.hasEnded()).toBe(true);
    expect(older.events.at(-1)?.type).toBe('ResourceInUseException');
    expect(pushedTexts(older)).toEqual([]);
    expect(pushedTexts(younger)).toEqual(['trout']);
  });

  it('keeps to the first reason when there is a second one at once', async () => {
    const given = await givenConsumer();
    const older = await given.subscribe(from(given.consumerArn));
    await given.clock.advance(5_000);
    await given.subscribe(from(given.consumerArn));
    older.leave();
    await given.close();
    await turn(given);
    expect(older.events.at(-1)?.type).toBe('ResourceInUseException');
  });

  it('ends by ResourceNotFound when its consumer is deregistered', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    await given.call('DeregisterStreamConsumer', { ConsumerARN: given.consumerArn });
    await turn(given);
    expect(pushed.hasEnded()).toBe(true);
    expect(pushed.events.at(-1)?.type).toBe('ResourceNotFoundException');
  });

  it('ends by ResourceNotFound when its stream is deleted', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    await given.call('DeleteStream', { StreamName: STREAM, EnforceConsumerDeletion: true });
    await turn(given);
    expect(pushed.hasEnded()).toBe(true);
    expect(pushed.events.at(-1)?.type).toBe('ResourceNotFoundException');
  });
});
