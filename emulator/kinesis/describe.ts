import type { Consumer } from './consumer.ts';
import type { HashKeyRange } from './hash-key.ts';
import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

/* What we hold, in AWS's words. */

/** As on AWS: of what is encrypted only (recorded). */
export const encryptionOf = (key: string | undefined): { EncryptionType?: 'KMS' } =>
  key === undefined ? {} : { EncryptionType: 'KMS' };

export function describeShard(shard: Shard, now: number): object {
  const [parentId, adjacentParentId] = shard.parentIds;
  const { closing } = shard;
  return {
    ShardId: shard.id,
    ...(parentId === undefined ? {} : { ParentShardId: parentId }),
    ...(adjacentParentId === undefined ? {} : { AdjacentParentShardId: adjacentParentId }),
    HashKeyRange: describeRange(shard.range),
    SequenceNumberRange: {
      StartingSequenceNumber: shard.startingSequenceNumber,
      ...(closing && !shard.isOpen(now)
        ? { EndingSequenceNumber: closing.endingSequenceNumber }
        : {}),
    },
  };
}

export const describeChild = (shard: Shard): object => ({
  ShardId: shard.id,
  ParentShards: shard.parentIds,
  HashKeyRange: describeRange(shard.range),
});

const describeRange = ({ start, end }: HashKeyRange): object => ({
  StartingHashKey: start.toString(),
  EndingHashKey: end.toString(),
});

export const describeConsumer = (consumer: Consumer, now: number): object => ({
  ConsumerName: consumer.name,
  ConsumerARN: consumer.arn,
  ConsumerStatus: consumer.status(now),
  ConsumerCreationTimestamp: consumer.createdAtSeconds,
});

/** What ListStreams and both descriptions of a stream have in common. */
export const describeStreamBriefly = (stream: Stream, now: number): object => ({
  StreamName: stream.name,
  StreamARN: stream.arn,
  StreamStatus: stream.status(now),
  StreamModeDetails: { StreamMode: stream.settings.mode.at(now) },
  StreamCreationTimestamp: Math.floor(stream.createdAt / 1_000),
});

/** What both descriptions of a stream add. */
export function describeStreamSettings({ settings }: Stream, now: number): object {
  const keyId = settings.encryptionKey.at(now);
  return {
    RetentionPeriodHours: settings.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: settings.shardLevelMetrics.at(now) }],
    EncryptionType: keyId === undefined ? 'NONE' : 'KMS',
    ...(keyId !== undefined && { KeyId: keyId }),
  };
}

/** The throughput that a stream was warmed to, and the one that it is being warmed to. */
export function describeWarmth({ settings }: Stream, now: number): object {
  const target = settings.warmThroughputMiBps.at(Infinity);
  const current = settings.warmThroughputMiBps.at(now);
  return {
    ...(target !== undefined && { TargetMiBps: target }),
    ...(current !== undefined && { CurrentMiBps: current }),
  };
}
