import { SHARD_METRICS } from './fields.ts';
import { referencedActiveStream, type StreamReference } from './references.ts';
import type { Kinesis } from './state.ts';

/** The names that a list of metrics stands for. */
export const metricsOf = (names: readonly string[]): readonly string[] =>
  names.includes('ALL') ? SHARD_METRICS : SHARD_METRICS.filter((name) => names.includes(name));

/**
 * Changes which metrics of its shards a stream publishes, and answers as AWS does: with those before
 * and those after. The stream is UPDATING for a while.
 */
export function changeMonitoring(
  kinesis: Kinesis,
  reference: StreamReference,
  change: (current: readonly string[]) => readonly string[],
): object {
  const stream = referencedActiveStream(kinesis, reference);
  const { shardLevelMetrics } = stream.settings;
  const current = shardLevelMetrics.at(kinesis.now());
  const desired = metricsOf(change(current));
  shardLevelMetrics.change(desired, kinesis.update(stream));
  return {
    StreamName: stream.name,
    CurrentShardLevelMetrics: current,
    DesiredShardLevelMetrics: desired,
    StreamARN: stream.arn,
  };
}
