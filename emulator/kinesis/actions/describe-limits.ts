import { kinesisAction } from '../kinesis-action.ts';
import { MAX_ON_DEMAND_STREAMS } from '../quotas.ts';

/**
 * Tells the account's quotas, and how much of them is used.
 *
 * Unverified: that open shards of on-demand streams are not counted.
 */
export const describeLimits = kinesisAction({
  name: 'DescribeLimits',
  input: {},
  run(kinesis) {
    const { shardLimit, provisionedShards, onDemandStreams } = kinesis.quotas.usage(kinesis.now());
    return {
      ShardLimit: shardLimit,
      OpenShardCount: provisionedShards,
      OnDemandStreamCount: onDemandStreams,
      OnDemandStreamCountLimit: MAX_ON_DEMAND_STREAMS,
    };
  },
});
