import { integer, optional } from '../../wire/input.ts';
import { AwsError } from '../../errors.ts';
import { distributionStrategy, name, streamMode, tags } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { needsOnDemandMode } from '../settings-errors.ts';
import type { DistributionStrategy, StreamMode } from '../stream-settings.ts';
import { checkTagCount, checkTags } from '../tagging.ts';
import { checkWarmth } from '../warmth.ts';

/** As on AWS (recorded): without a shard count, in either mode. */
const DEFAULT_SHARDS = 4;

const DEFAULT_RECORD_KIB = 1_024;

const input = {
  StreamName: name,
  ShardCount: optional(integer({ min: 1 })),
  StreamModeDetails: optional(streamMode),
  Tags: optional(tags),
  WarmThroughputMiBps: optional(integer({ min: 0 })),
  MaxRecordSizeInKiB: optional(integer({ min: 1_024, max: 10_240 })),
  RecordDistributionStrategy: optional(distributionStrategy),
};

/**
 * Creates a stream, which is CREATING for a while.
 *
 * As on AWS: the answer has an empty body; without a shard count there are four shards; a sixth
 * stream in CREATING is refused; its tags are in force from the first moment; a warm throughput needs
 * an account with On-demand Advantage. Unverified: that the mode is PROVISIONED if none is given, and
 * what is said to an on-demand stream with a shard count.
 */
export const createStream = kinesisAction({
  name: 'CreateStream',
  input,
  run(kinesis, request) {
    const { Tags = new Map<string, string>(), WarmThroughputMiBps: warmth } = request;
    const mode = (request.StreamModeDetails?.StreamMode ?? 'PROVISIONED') as StreamMode;
    checkTags(Tags);
    checkTagCount(Tags.size, { name: request.StreamName, account: kinesis.account });
    checkMode(mode, request);
    if (warmth !== undefined) checkWarmth(kinesis, mode, warmth);
    kinesis.createStream({
      name: request.StreamName,
      mode,
      shardCount: request.ShardCount ?? Math.max(DEFAULT_SHARDS, warmth ?? 0),
      maxRecordSizeKiB: request.MaxRecordSizeInKiB ?? DEFAULT_RECORD_KIB,
      tags: Tags,
      distribution: request.RecordDistributionStrategy as DistributionStrategy | undefined,
      warmThroughputMiBps: warmth,
    });
    return undefined;
  },
});

interface ModeDependent {
  readonly ShardCount?: number;
  readonly RecordDistributionStrategy?: string;
}

function checkMode(mode: StreamMode, request: ModeDependent): void {
  if (mode === 'ON_DEMAND' && request.ShardCount !== undefined) {
    throw new AwsError(
      'ValidationException',
      'ShardCount cannot be specified for a stream in ON_DEMAND mode.',
    );
  }
  if (mode === 'PROVISIONED' && request.RecordDistributionStrategy === 'AUTO') {
    throw needsOnDemandMode('RecordDistributionStrategy AUTO');
  }
}
