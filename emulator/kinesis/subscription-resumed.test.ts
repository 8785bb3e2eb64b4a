import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  givenConsumer,
  put,
  STREAM,
  type GivenKinesis,
  type Pushed,
} from './given-kinesis.test-support.ts';
import { from, pushedTexts, pushedEvents, turn } from './subscription.test-support.ts';

const lastContinuation = (pushed: Pushed): string | undefined =>
  pushedEvents(pushed).at(-1)?.payload.ContinuationSequenceNumber;

const splitInHalf = (given: GivenKinesis): Promise<unknown> =>
  given.call('SplitShard', {
    StreamName: STREAM,
    ShardToSplit: '0',
    NewStartingHashKey: '170141183460469231731687303715884105728',
  });

describe('a subscription to a shard that is split', () => {
  it('goes on until the children open, then tells of them and ends', async () => {
    const given = await givenConsumer();
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    await splitInHalf(given);
    const opensAt = Math.floor((given.clock.now() + 1_050) / 1_000) * 1_000;
    await given.clock.advance(opensAt - 1 - given.clock.now());
    await put(given, 'late', { ExplicitHashKey: '0' });
    await given.clock.advance(1);
    expect(pushedTexts(pushed)).toEqual(['late']);
    expect(pushed.hasEnded()).toBe(true);
    const last = pushed.events.at(-1);
    expect(last?.at).toBe(opensAt);
    expect(last?.payload.ContinuationSequenceNumber).toBeUndefined();
    expect(last?.payload.ChildShards).toEqual([
      {
        ShardId: 'shardId-000000000001',
        ParentShards: ['shardId-000000000000'],
        HashKeyRange: {
          StartingHashKey: '0',
          EndingHashKey: '170141183460469231731687303715884105727',
        },
      },
      {
        ShardId: 'shardId-000000000002',
        ParentShards: ['shardId-000000000000'],
        HashKeyRange: {
          StartingHashKey: '170141183460469231731687303715884105728',
          EndingHashKey: '340282366920938463463374607431768211455',
        },
      },
    ]);
  });

  it('tells of the children at once when it begins after the end', async () => {
    const given = await givenConsumer();
    await put(given, 'trout');
    await splitInHalf(given);
    await given.clock.advance(5_000);
    const pushed = await given.subscribe(from(given.consumerArn));
    await turn(given);
    expect(pushedTexts(pushed)).toEqual(['trout']);
    expect(pushedEvents(pushed).map(({ payload }) => payload.ChildShards?.length)).toEqual([
      undefined,
      2,
    ]);
    expect(pushed.hasEnded()).toBe(true);
  });
});

describe('resuming a subscription after its continuation number', () => {
  /** Often to the instant of an idle event, so that a record can share its second. */
  const waits = fc.oneof(fc.constantFrom(1, 5_000, 10_000), fc.integer({ min: 0, max: 12_000 }));

  /** What happens between two looks at the shard. */
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ puts: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 3, arbitrary: fc.record({ waitMs: waits }) },
    // Some records come at the very instant of the cut, before anyone subscribes again.
    { weight: 2, arbitrary: fc.record({ missed: fc.nat({ max: 2 }) }) },
  );

  it('loses nothing and repeats nothing, wherever it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const given = await givenConsumer();
        const wanted: string[] = [];
        const received: string[] = [];
        let position: object = { Type: 'TRIM_HORIZON' };
        let pushed = await given.subscribe(from(given.consumerArn, position));

        const cut = async (): Promise<void> => {
          await turn(given);
          pushed.leave();
          await turn(given);
          received.push(...pushedTexts(pushed));
          const number = lastContinuation(pushed);
          if (number) position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: number };
        };

        for (const each of steps) {
          if ('puts' in each) {
            for (let n = 0; n < each.puts; n++) wanted.push(await putNext(given, wanted.length));
          } else if ('waitMs' in each) await given.clock.advance(each.waitMs);
          else {
            await cut();
            for (let n = 0; n < each.missed; n++) wanted.push(await putNext(given, wanted.length));
            await given.clock.advance(5_000);
            pushed = await given.subscribe(from(given.consumerArn, position));
          }
        }
        await cut();
        expect(received).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('gets a record that came in the second of an idle event', async () => {
    const given = await givenConsumer();
    const idle = await given.subscribe(from(given.consumerArn));
    await given.clock.advance(5_000);
    const SequenceNumber = lastContinuation(idle);
    idle.leave();
    await put(given, 'trout');
    await turn(given);
    const position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber };
    const resumed = await given.subscribe(from(given.consumerArn, position));
    await turn(given);
    expect(pushedTexts(resumed)).toEqual(['trout']);
  });

  it('holds over the five minutes, while records keep coming', async () => {
    const given = await givenConsumer();
    const first = await given.subscribe(from(given.consumerArn));
    let count = 0;
    while (!first.hasEnded()) {
      await putNext(given, count++);
      await given.clock.advance(7_001);
    }
    await putNext(given, count++);
    const second = await given.subscribe(
      from(given.consumerArn, {
        Type: 'AFTER_SEQUENCE_NUMBER',
        SequenceNumber: lastContinuation(first),
      }),
    );
    await turn(given);
    expect([...pushedTexts(first), ...pushedTexts(second)]).toEqual(
      Array.from({ length: count }, (_, n) => `record-${n}`),
    );
  });
});

async function putNext(given: GivenKinesis, n: number): Promise<string> {
  await put(given, `record-${n}`);
  return `record-${n}`;
}
