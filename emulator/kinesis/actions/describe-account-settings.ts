import { kinesisAction } from '../kinesis-action.ts';

/**
 * Tells whether the account has committed to a minimum throughput.
 *
 * Unverified: what is told of an account that never has.
 */
export const describeAccountSettings = kinesisAction({
  name: 'DescribeAccountSettings',
  input: {},
  run: (kinesis) => ({
    MinimumThroughputBillingCommitment: kinesis.commitment.describe(kinesis.now()),
  }),
});
