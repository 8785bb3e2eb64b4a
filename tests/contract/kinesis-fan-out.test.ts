import {
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import { contract } from '../support/contract.ts';
import {
  givenStream,
  shardId,
  subscribe,
  textsOf,
  type Subscribed,
} from '../support/given-stream.ts';

const FIVE_MINUTES = 300_000;
const FIVE_SECONDS = 5_000;
/** AWS says 70 ms on average. */
const ONE_SECOND = 1_000;

const pushedTexts = ({ events }: Subscribed): string[] => events.flatMap(textsOf);

contract('enhanced fan-out', {
  'pushes a record without being asked': {
    divergesOn: { localstack: 'asks for records every 3 s, so that a push takes as long' },
    async run(stack) {
      const { put, registerConsumer } = await givenStream(stack);
      const subscribed = await subscribe(stack, await registerConsumer('angler'), {
        Type: 'LATEST',
      });
      await stack.pass(ONE_SECOND);
      const { SequenceNumber } = await put('trout');
      await stack.pass(ONE_SECOND);
      expect(pushedTexts(subscribed)).toEqual(['trout']);
      expect(subscribed.events[0]?.ContinuationSequenceNumber).toBe(SequenceNumber);
    },
  },

  'sends an empty event within 5 seconds of silence': {
    traps: [52],
    divergesOn: { localstack: 'the event continues at `0`, which is no sequence number' },
    async run(stack) {
      const { registerConsumer } = await givenStream(stack);
      const subscribed = await subscribe(stack, await registerConsumer('angler'), {
        Type: 'LATEST',
      });
      await stack.pass(FIVE_SECONDS);
      expect(subscribed.events).toEqual([
        {
          Records: [],
          ContinuationSequenceNumber: expect.stringMatching(/^\d{56}$/) as string,
          MillisBehindLatest: 0,
        },
      ]);
    },
  },

  'ends without an error after five minutes, and resumes without loss or repetition': {
    traps: [50],
    minutes: 5,
    async run(stack) {
      const { put, registerConsumer } = await givenStream(stack);
      const consumer = await registerConsumer('angler');
      const first = await subscribe(stack, consumer, { Type: 'TRIM_HORIZON' });
      for (const text of ['a', 'b', 'c']) {
        await put(text);
        await stack.pass(FIVE_MINUTES / 4);
      }
      expect(await first.endsWithin(FIVE_MINUTES / 4)).toBeUndefined();
      await put('d');
      const SequenceNumber = first.events.at(-1)?.ContinuationSequenceNumber;
      const position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber } as const;
      const second = await subscribe(stack, consumer, position);
      await stack.pass(1);
      expect([pushedTexts(first), pushedTexts(second)]).toEqual([['a', 'b', 'c'], ['d']]);
    },
  },

  'refuses a second subscription within 5 seconds, and lets a later one take over': {
    traps: [51],
    divergesOn: { localstack: 'any number of subscriptions side by side' },
    async run(stack) {
      const { name, put, registerConsumer } = await givenStream(stack);
      const consumer = await registerConsumer('angler');
      const first = await subscribe(stack, consumer, { Type: 'LATEST' });
      const message = `Another active subscription exists for this consumer: ${stack.account}:${name}:shardId-000000000000:angler`;
      await expect(subscribe(stack, consumer, { Type: 'LATEST' })).rejects.toMatchObject({
        name: 'ResourceInUseException',
        message,
      });
      await stack.pass(FIVE_SECONDS);
      const second = await subscribe(stack, consumer, { Type: 'LATEST' });
      await put('trout');
      expect(await first.endsWithin(ONE_SECOND)).toMatchObject({ name: 'ResourceInUseException' });
      expect(pushedTexts(second)).toEqual(['trout']);
    },
  },

  'ends with the children of a shard that is split': {
    divergesOn: { localstack: 'goes on after the end of a shard, and never tells of its children' },
    async run(stack) {
      const { name, put, registerConsumer } = await givenStream(stack);
      const subscribed = await subscribe(stack, await registerConsumer('angler'), {
        Type: 'LATEST',
      });
      await put('last');
      const NewStartingHashKey = '170141183460469231731687303715884105728';
      await stack.kinesis.send(
        new SplitShardCommand({ StreamName: name, ShardToSplit: shardId(0), NewStartingHashKey }),
      );
      expect(await subscribed.endsWithin(2_100)).toBeUndefined();
      expect(pushedTexts(subscribed)).toEqual(['last']);
      const end = subscribed.events.at(-1);
      expect(end).not.toHaveProperty('ContinuationSequenceNumber');
      expect(end?.ChildShards?.map(({ ShardId }) => ShardId)).toEqual([
        'shardId-000000000001',
        'shardId-000000000002',
      ]);
    },
  },

  'ends by ResourceNotFound when the consumer is deregistered': {
    divergesOn: { localstack: 'goes on for a consumer that is gone' },
    async run(stack) {
      const { registerConsumer } = await givenStream(stack);
      const ConsumerARN = await registerConsumer('angler');
      const subscribed = await subscribe(stack, ConsumerARN, { Type: 'LATEST' });
      await stack.kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
      expect(await subscribed.endsWithin(ONE_SECOND)).toMatchObject({
        name: 'ResourceNotFoundException',
      });
    },
  },

  'registers 20 consumers and no more, and keeps their stream from being deleted': {
    traps: [54],
    async run(stack) {
      const { name, arn, registerConsumer } = await givenStream(stack);
      for (let n = 0; n < 20; n++) await registerConsumer(`consumer-${n}`);
      const more = { StreamARN: arn, ConsumerName: 'one-too-many' };
      await expect(
        stack.kinesis.send(new RegisterStreamConsumerCommand(more)),
      ).rejects.toMatchObject({ name: 'LimitExceededException' });
      await expect(
        stack.kinesis.send(new DeleteStreamCommand({ StreamName: name })),
      ).rejects.toMatchObject({ name: 'ResourceInUseException' });
      const enforced = { StreamName: name, EnforceConsumerDeletion: true };
      await stack.kinesis.send(new DeleteStreamCommand(enforced));
    },
  },
});
