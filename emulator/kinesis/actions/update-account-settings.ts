import { string, structure } from '../../wire/input.ts';
import { kinesisAction } from '../kinesis-action.ts';

const input = {
  MinimumThroughputBillingCommitment: structure({
    Status: string({ enum: ['ENABLED', 'DISABLED'] }),
  }),
};

/**
 * Begins or ends the account's commitment to a minimum throughput, which unlocks On-demand Advantage:
 * warm throughput and 50 consumers.
 *
 * As on AWS: in force at once, and for 24 hours at least.
 */
export const updateAccountSettings = kinesisAction({
  name: 'UpdateAccountSettings',
  input,
  run(kinesis, { MinimumThroughputBillingCommitment: { Status } }) {
    const now = kinesis.now();
    if (Status === 'ENABLED') kinesis.commitment.enable(now);
    else kinesis.commitment.disable(now);
    return { MinimumThroughputBillingCommitment: kinesis.commitment.describe(now) };
  },
});
