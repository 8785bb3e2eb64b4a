import { describe, expect, it } from 'vitest';

import { givenConsumer, givenKinesis, START, STREAM_ARN } from '../given-kinesis.test-support.ts';

const DAY_MS = 86_400_000;
const commitment = (Status: string) => ({ MinimumThroughputBillingCommitment: { Status } });

describe('UpdateAccountSettings', () => {
  it('ends a commitment when its first 24 hours have passed, not before', async () => {
    const { call, clock } = givenKinesis();
    await call('UpdateAccountSettings', commitment('ENABLED'));
    await clock.advance(DAY_MS / 2);
    const ending = await call('UpdateAccountSettings', commitment('DISABLED'));
    expect(ending).toMatchObject(commitment('ENABLED_UNTIL_EARLIEST_ALLOWED_END'));
    await clock.advance(DAY_MS / 2);
    expect(await call('DescribeAccountSettings')).toMatchObject({
      MinimumThroughputBillingCommitment: {
        Status: 'DISABLED',
        EndedAt: (START + DAY_MS) / 1_000,
      },
    });
  });

  it('ends an old commitment at once, and begins a new one', async () => {
    const { call, clock } = givenKinesis();
    await call('UpdateAccountSettings', commitment('ENABLED'));
    await clock.advance(2 * DAY_MS);
    const ended = await call('UpdateAccountSettings', commitment('DISABLED'));
    expect(ended).toMatchObject(commitment('DISABLED'));
    const begun = await call('UpdateAccountSettings', commitment('ENABLED'));
    expect(begun).toMatchObject({
      MinimumThroughputBillingCommitment: { StartedAt: (START + 2 * DAY_MS) / 1_000 },
    });
  });

  it('allows 50 consumers instead of 20', async () => {
    const { call, refusal, clock } = await givenConsumer();
    const register = (n: number) => ({ StreamARN: STREAM_ARN, ConsumerName: `c${n}` });
    await call('UpdateAccountSettings', commitment('ENABLED'));
    for (let n = 1; n < 50; n++) {
      await call('RegisterStreamConsumer', register(n));
      await clock.advance(250);
    }
    expect(await refusal('RegisterStreamConsumer', register(50))).toMatch(
      /^LimitExceededException: .* limit of 50 consumers/,
    );
  });

  it('refuses other statuses', async () => {
    const { refusal } = givenKinesis();
    expect(await refusal('UpdateAccountSettings', commitment('MAYBE'))).toMatch(
      /at 'minimumThroughputBillingCommitment\.status' .* enum value set: \[ENABLED, DISABLED\]$/,
    );
  });
});
