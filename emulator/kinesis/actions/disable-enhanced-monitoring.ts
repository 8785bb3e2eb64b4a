import { shardLevelMetrics, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { changeMonitoring, metricsOf } from '../monitoring.ts';

/**
 * Takes from the metrics that a stream publishes for each shard.
 *
 * As on AWS: the answer names those before and those after; ALL takes all of them.
 */
export const disableEnhancedMonitoring = kinesisAction({
  name: 'DisableEnhancedMonitoring',
  input: { ...streamReference, ShardLevelMetrics: shardLevelMetrics },
  run(kinesis, request) {
    const off = metricsOf(request.ShardLevelMetrics);
    return changeMonitoring(kinesis, request, (current) =>
      current.filter((metric) => !off.includes(metric)),
    );
  },
});
