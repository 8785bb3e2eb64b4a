import { shardLevelMetrics, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { changeMonitoring } from '../monitoring.ts';

/**
 * Adds to the metrics that a stream publishes for each shard.
 *
 * As on AWS: the answer names those before and those after. Unverified: that ALL is answered by the
 * seven names.
 * Unlike AWS: nothing is published to CloudWatch.
 */
export const enableEnhancedMonitoring = kinesisAction({
  name: 'EnableEnhancedMonitoring',
  input: { ...streamReference, ShardLevelMetrics: shardLevelMetrics },
  run: (kinesis, request) =>
    changeMonitoring(kinesis, request, (current) => [...current, ...request.ShardLevelMetrics]),
});
