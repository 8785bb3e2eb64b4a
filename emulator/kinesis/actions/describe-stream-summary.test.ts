import { describe, expect, it } from 'vitest';
import { givenConsumer, START, STREAM, STREAM_ARN } from '../given-kinesis.test-support.ts';

describe('DescribeStreamSummary', () => {
  it('counts shards and consumers', async () => {
    const { call } = await givenConsumer({ shards: 3 });
    const summary = await call('DescribeStreamSummary', { StreamName: STREAM });
    expect(summary.StreamDescriptionSummary).toEqual({
      StreamName: STREAM,
      StreamARN: STREAM_ARN,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamCreationTimestamp: START / 1_000,
      RetentionPeriodHours: 24,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
      OpenShardCount: 3,
      ConsumerCount: 1,
      MaxRecordSizeInKiB: 1_024,
    });
  });

  it('counts open shards only', async () => {
    const { call, clock } = await givenConsumer({ shards: 2 });
    const ShardToMerge = 'shardId-000000000000';
    const AdjacentShardToMerge = 'shardId-000000000001';
    await call('MergeShards', { StreamName: STREAM, ShardToMerge, AdjacentShardToMerge });
    await clock.advance(50);
    const summary = await call('DescribeStreamSummary', { StreamName: STREAM });
    expect(summary.StreamDescriptionSummary['OpenShardCount']).toBe(1);
  });
});
