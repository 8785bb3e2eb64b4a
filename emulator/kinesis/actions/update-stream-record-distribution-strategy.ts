import { distributionStrategy, streamArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedActiveStream } from '../references.ts';
import { needsOnDemandMode } from '../settings-errors.ts';
import type { DistributionStrategy } from '../stream-settings.ts';

const input = {
  StreamARN: streamArn,
  StreamId: streamId,
  RecordDistributionStrategy: distributionStrategy,
};

/**
 * Says whether partition keys or AWS decide to which shard a record goes.
 *
 * As on AWS: on-demand streams only; in force at once for new records, while those that are stored
 * stay where they are. Unverified: that the strategy which every stream has is accepted by all.
 */
export const updateStreamRecordDistributionStrategy = kinesisAction({
  name: 'UpdateStreamRecordDistributionStrategy',
  input,
  run(kinesis, { StreamARN, RecordDistributionStrategy }) {
    const { settings } = referencedActiveStream(kinesis, { StreamARN });
    const isProvisioned = settings.mode.at(kinesis.now()) === 'PROVISIONED';
    if (isProvisioned && RecordDistributionStrategy === 'AUTO') {
      throw needsOnDemandMode('RecordDistributionStrategy AUTO');
    }
    settings.distribution = RecordDistributionStrategy as DistributionStrategy;
    return undefined;
  },
});
