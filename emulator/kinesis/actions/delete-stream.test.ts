import { describe, expect, it } from 'vitest';
import {
  CHANGE_MS,
  givenConsumer,
  givenStream,
  put,
  STREAM,
  STREAM_ARN,
} from '../given-kinesis.test-support.ts';

describe('DeleteStream', () => {
  it('answers with an empty body and makes the stream DELETING, then gone', async () => {
    const { send, call, refusal, clock } = await givenStream();
    expect(await send('DeleteStream', { StreamARN: STREAM_ARN })).toEqual({
      status: 200,
      text: '',
    });
    await clock.advance(CHANGE_MS - 1);
    const { StreamDescription } = await call('DescribeStream', { StreamName: STREAM });
    expect(StreamDescription.StreamStatus).toBe('DELETING');
    await clock.advance(1);
    expect(await refusal('DescribeStream', { StreamName: STREAM })).toBe(
      'ResourceNotFoundException: Stream rivers under account 123456789012 not found.',
    );
    expect((await call('ListStreams')).StreamNames).toEqual([]);
  });

  it('lets records be put until the stream is gone', async () => {
    const given = await givenStream();
    await given.call('DeleteStream', { StreamName: STREAM });
    expect((await put(given, 'trout')).ShardId).toBe('shardId-000000000000');
  });

  it('frees the name once the stream is gone', async () => {
    const { call, refusal, clock } = await givenStream();
    await call('DeleteStream', { StreamName: STREAM });
    expect(await refusal('CreateStream', { StreamName: STREAM })).toMatch(/^ResourceInUse/);
    await clock.advance(CHANGE_MS);
    await call('CreateStream', { StreamName: STREAM });
  });

  it('refuses a stream with consumers unless their deletion is enforced', async () => {
    const { call, refusal, clock, consumerArn } = await givenConsumer();
    expect(await refusal('DeleteStream', { StreamName: STREAM })).toMatch(
      /^ResourceInUseException/,
    );
    await call('DeleteStream', { StreamName: STREAM, EnforceConsumerDeletion: true });
    await clock.advance(CHANGE_MS);
    const request = { ConsumerARN: consumerArn };
    expect(await refusal('DescribeStreamConsumer', request)).toMatch(/^ResourceNotFoundException/);
  });
});
