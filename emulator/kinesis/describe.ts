import { toTimestamp } from '../wire/aws-json.ts';
import type { Consumer } from './consumer.ts';
import type { HashKeyRange } from './hash-key.ts';
import type { StoredRecord } from './record-log.ts';
import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

/* What we hold, in AWS's words. */

/** As on AWS: no EncryptionType on a stream that is not encrypted (recorded). */
export const describeRecord = (record: StoredRecord): object => ({
  SequenceNumber: record.sequenceNumber,
  ApproximateArrivalTimestamp: toTimestamp(record.arrivedAt),
  Data: record.data.toString('base64'),
  PartitionKey: record.partitionKey,
});

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
  StreamModeDetails: { StreamMode: stream.mode },
  StreamCreationTimestamp: Math.floor(stream.createdAt / 1_000),
});

/** What both descriptions of a stream add. */
export const describeStreamSettings = (stream: Stream): object => ({
  RetentionPeriodHours: stream.retentionHours,
  EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  EncryptionType: 'NONE',
});
