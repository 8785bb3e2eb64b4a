import { describe, expect, it } from 'vitest';
import { CHANGE_MS, givenConsumer, STREAM_ARN } from '../given-kinesis.test-support.ts';

const byName = { StreamARN: STREAM_ARN, ConsumerName: 'angler' };

describe('DeregisterStreamConsumer', () => {
  it('answers with an empty body and makes the consumer DELETING, then gone', async () => {
    const { send, call, refusal, clock, consumerArn } = await givenConsumer();
    const request = { ConsumerARN: consumerArn };
    expect(await send('DeregisterStreamConsumer', request)).toEqual({ status: 200, text: '' });
    await clock.advance(CHANGE_MS - 1);
    expect(await call('DescribeStreamConsumer', request)).toMatchObject({
      ConsumerDescription: { ConsumerStatus: 'DELETING' },
    });
    await clock.advance(1);
    expect(await refusal('DescribeStreamConsumer', request)).toMatch(/^ResourceNotFoundException/);
  });

  it('frees the name once the consumer is gone', async () => {
    const { call, refusal, clock } = await givenConsumer();
    await call('DeregisterStreamConsumer', byName);
    expect(await refusal('RegisterStreamConsumer', byName)).toMatch(/^ResourceInUseException/);
    await clock.advance(CHANGE_MS);
    await call('RegisterStreamConsumer', byName);
  });

  it('accepts a second time while it is DELETING, without beginning anew', async () => {
    const { call, refusal, clock } = await givenConsumer();
    await call('DeregisterStreamConsumer', byName);
    await clock.advance(CHANGE_MS - 1);
    await call('DeregisterStreamConsumer', byName);
    await clock.advance(1);
    expect(await refusal('DescribeStreamConsumer', byName)).toMatch(/^ResourceNotFoundException/);
  });
});
