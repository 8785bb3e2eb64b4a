import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  givenConsumer,
  givenStream,
  put,
  START,
  STREAM,
  STREAM_ARN,
  textOf,
  type Pushed,
} from '../given-kinesis.test-support.ts';

const textsOf = ({ events }: Pushed): string[] =>
  events.flatMap(({ payload }) => payload.Records ?? []).map(textOf);

describe('SubscribeToShard', () => {
  it('begins at each of the five positions', async () => {
    const given = await givenConsumer();
    await put(given, 'a');
    await given.clock.advance(1_000);
    const second = await put(given, 'b');
    const secondAt = given.clock.now() / 1_000;
    await given.clock.advance(1_000);
    await put(given, 'c');

    const SequenceNumber = second.SequenceNumber;
    const positions = [
      [{ Type: 'TRIM_HORIZON' }, ['a', 'b', 'c']],
      [{ Type: 'LATEST' }, []],
      [{ Type: 'AT_SEQUENCE_NUMBER', SequenceNumber }, ['b', 'c']],
      [{ Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber }, ['c']],
      [{ Type: 'AT_TIMESTAMP', Timestamp: secondAt }, ['b', 'c']],
    ] as const;
    for (const [StartingPosition, texts] of positions) {
      await given.clock.advance(5_000);
      const request = { ConsumerARN: given.consumerArn, ShardId: '0', StartingPosition };
      const pushed = await given.subscribe(request);
      await given.clock.advance(0);
      expect(textsOf(pushed)).toEqual(texts);
    }
  });

  it('fixes LATEST when it is called', async () => {
    const given = await givenConsumer();
    const StartingPosition = { Type: 'LATEST' };
    const request = { ConsumerARN: given.consumerArn, ShardId: '0', StartingPosition };
    const [pushed] = await Promise.all([given.subscribe(request), put(given, 'just after')]);
    await given.clock.advance(0);
    expect(textsOf(pushed)).toEqual(['just after']);
  });

  it('refuses a second call within 5 seconds, also when the first has ended', async () => {
    const given = await givenConsumer();
    const StartingPosition = { Type: 'LATEST' };
    const request = { ConsumerARN: given.consumerArn, ShardId: '0', StartingPosition };
    const pushed = await given.subscribe(request);
    pushed.leave();
    await given.clock.advance(4_999);
    expect(await given.refusal('SubscribeToShard', request)).toBe(
      `ResourceInUseException: Another active subscription exists for this consumer: ${ACCOUNT}:${STREAM}:shardId-000000000000:angler`,
    );
    await given.clock.advance(1);
    await given.subscribe(request);
  });

  it('does not count a refused call', async () => {
    const given = await givenConsumer();
    const request = { ConsumerARN: given.consumerArn, ShardId: '0' };
    const wrong = { ...request, StartingPosition: { Type: 'AT_SEQUENCE_NUMBER' } };
    expect(await given.refusal('SubscribeToShard', wrong)).toMatch(/^InvalidArgumentException/);
    await given.subscribe({ ...request, StartingPosition: { Type: 'LATEST' } });
  });

  it('lets a consumer subscribe to each shard', async () => {
    const given = await givenConsumer({ shards: 2 });
    for (const ShardId of ['0', '1']) {
      const StartingPosition = { Type: 'LATEST' };
      await given.subscribe({ ConsumerARN: given.consumerArn, ShardId, StartingPosition });
    }
  });

  it('refuses a consumer that is not ACTIVE', async () => {
    const { call, refusal } = await givenStream();
    const register = { StreamARN: STREAM_ARN, ConsumerName: 'angler' };
    const { Consumer } = await call('RegisterStreamConsumer', register);
    const StartingPosition = { Type: 'LATEST' };
    const request = { ConsumerARN: Consumer.ConsumerARN, ShardId: '0', StartingPosition };
    expect(await refusal('SubscribeToShard', request)).toBe(
      `ResourceInUseException: Consumer angler with creation timestamp ${START / 1_000} under stream: ${STREAM}, account ${ACCOUNT} is not in ACTIVE status.`,
    );
  });

  it('does not know an unknown consumer or shard', async () => {
    const { refusal, consumerArn } = await givenConsumer();
    const StartingPosition = { Type: 'LATEST' };
    for (const request of [
      { ConsumerARN: consumerArn, ShardId: '9', StartingPosition },
      { ConsumerARN: consumerArn.replace('angler', 'heron'), ShardId: '0', StartingPosition },
    ]) {
      expect(await refusal('SubscribeToShard', request)).toMatch(/^ResourceNotFoundException/);
    }
  });

  it('subscribes to nothing on a dry run', async () => {
    const given = await givenConsumer();
    const StartingPosition = { Type: 'LATEST' };
    const request = { ConsumerARN: given.consumerArn, ShardId: '0', StartingPosition };
    const refusal = await given.refusal('SubscribeToShard', { ...request, DryRun: true });
    expect(refusal).toMatch(/^DryRunOperationException/);
    await given.subscribe(request);
  });
});
