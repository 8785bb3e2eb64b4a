import { describe, expect, it } from 'vitest';
import {
  CHANGE_MS,
  givenKinesis,
  givenStream,
  START,
  STREAM,
  STREAM_ARN,
} from '../given-kinesis.test-support.ts';

const register = (ConsumerName: string) => ({ StreamARN: STREAM_ARN, ConsumerName });

describe('RegisterStreamConsumer', () => {
  it('answers with a consumer in CREATING, whose ARN ends in its creation second', async () => {
    const { call } = await givenStream();
    const { Consumer } = await call('RegisterStreamConsumer', register('angler'));
    expect(Consumer).toEqual({
      ConsumerName: 'angler',
      ConsumerARN: `${STREAM_ARN}/consumer/angler:${START / 1_000}`,
      ConsumerStatus: 'CREATING',
      ConsumerCreationTimestamp: START / 1_000,
    });
  });

  it('refuses a name that is taken', async () => {
    const { call, refusal } = await givenStream();
    await call('RegisterStreamConsumer', register('angler'));
    expect(await refusal('RegisterStreamConsumer', register('angler'))).toMatch(
      /^ResourceInUseException: Consumer angler/,
    );
  });

  it('refuses a sixth consumer while five are CREATING', async () => {
    const delays = { registerConsumerMs: 10_000 };
    const { call, refusal, clock } = await givenStream({ hasLimits: true, delays });
    for (let n = 0; n < 5; n++) await call('RegisterStreamConsumer', register(`c${n}`));
    await clock.advance(1_000);
    expect(await refusal('RegisterStreamConsumer', register('c5'))).toMatch(
      /^LimitExceededException: .* limit of 5 consumers in CREATING/,
    );
    await clock.advance(9_000);
    await call('RegisterStreamConsumer', register('c5'));
  });

  it('refuses a 21st consumer', async () => {
    const { call, refusal, clock } = await givenStream();
    for (let n = 0; n < 20; n++) {
      await call('RegisterStreamConsumer', register(`c${n}`));
      await clock.advance(CHANGE_MS);
    }
    expect(await refusal('RegisterStreamConsumer', register('c20'))).toMatch(/^LimitExceeded/);
  });

  it('refuses a stream in CREATING', async () => {
    const { call, refusal } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM });
    expect(await refusal('RegisterStreamConsumer', register('angler'))).toMatch(/^ResourceInUse/);
  });
});
