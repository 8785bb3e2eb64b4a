import { AwsError } from '../errors.ts';
import { needsBillingCommitment, tooWarm } from './settings-errors.ts';
import type { Kinesis } from './state.ts';
import type { StreamMode } from './stream-settings.ts';

/** As on AWS: 10 GiB/s. */
const MAX_MIB_PER_SECOND = 10_240;

/**
 * As on AWS: a warm throughput is for on-demand streams, and for accounts that have committed to a
 * minimum. Unverified: which of the three is looked at first.
 */
export function checkWarmth(kinesis: Kinesis, mode: StreamMode, mibPerSecond: number): void {
  if (mode === 'PROVISIONED') {
    throw new AwsError(
      'ValidationException',
      'WarmThroughputMiBps is only supported for streams in ON_DEMAND mode.',
    );
  }
  if (!kinesis.commitment.isEnabled(kinesis.now())) throw needsBillingCommitment();
  if (mibPerSecond > MAX_MIB_PER_SECOND) throw tooWarm(MAX_MIB_PER_SECOND);
}
