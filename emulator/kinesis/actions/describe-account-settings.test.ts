import { describe, expect, it } from 'vitest';

import { givenKinesis, START } from '../given-kinesis.test-support.ts';

describe('DescribeAccountSettings', () => {
  it('tells of no commitment, then of one and when it may end', async () => {
    const { call } = givenKinesis();
    expect(await call('DescribeAccountSettings')).toEqual({
      MinimumThroughputBillingCommitment: { Status: 'DISABLED' },
    });
    const commit = { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } };
    await call('UpdateAccountSettings', commit);
    expect(await call('DescribeAccountSettings')).toEqual({
      MinimumThroughputBillingCommitment: {
        Status: 'ENABLED',
        StartedAt: START / 1_000,
        EarliestAllowedEndAt: START / 1_000 + 86_400,
      },
    });
  });
});
