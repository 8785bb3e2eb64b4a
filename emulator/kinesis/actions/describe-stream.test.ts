import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  givenStream,
  REGION,
  START,
  STREAM,
  STREAM_ARN,
} from '../given-kinesis.test-support.ts';

describe('DescribeStream', () => {
  it('describes everything about a stream', async () => {
    const { call } = await givenStream();
    const { StreamDescription } = await call('DescribeStream', { StreamName: STREAM });
    expect(StreamDescription).toEqual({
      StreamName: STREAM,
      StreamARN: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${STREAM}`,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamCreationTimestamp: START / 1_000,
      RetentionPeriodHours: 24,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
      HasMoreShards: false,
      Shards: [
        {
          ShardId: 'shardId-000000000000',
          HashKeyRange: {
            StartingHashKey: '0',
            EndingHashKey: '340282366920938463463374607431768211455',
          },
          SequenceNumberRange: {
            StartingSequenceNumber: expect.stringMatching(/^\d{56}$/) as string,
          },
        },
      ],
    });
  });

  it('pages through the shards, at most 100 at a time', async () => {
    const { call } = await givenStream({ shards: 230 });
    const sizes: number[] = [];
    let ExclusiveStartShardId: string | undefined;
    for (let hasMore = true; hasMore;) {
      const request = { StreamName: STREAM, Limit: 10_000, ExclusiveStartShardId };
      const { StreamDescription } = await call('DescribeStream', request);
      sizes.push(StreamDescription.Shards.length);
      ExclusiveStartShardId = StreamDescription.Shards.at(-1)?.ShardId;
      hasMore = StreamDescription.HasMoreShards;
    }
    expect(sizes).toEqual([100, 100, 30]);
  });

  it('finds a stream by its ARN', async () => {
    const { call } = await givenStream();
    const { StreamDescription } = await call('DescribeStream', { StreamARN: STREAM_ARN });
    expect(StreamDescription.StreamStatus).toBe('ACTIVE');
  });

  it('refuses a name and an ARN that disagree, and neither of them', async () => {
    const { refusal } = await givenStream();
    const disagreeing = { StreamName: 'lakes', StreamARN: STREAM_ARN };
    expect(await refusal('DescribeStream', disagreeing)).toMatch(/^InvalidArgumentException/);
    expect(await refusal('DescribeStream')).toMatch(/^InvalidArgumentException/);
  });

  it('does not find the stream of another account or region', async () => {
    const { refusal } = await givenStream();
    for (const StreamARN of [
      STREAM_ARN.replace(ACCOUNT, '000000000000'),
      STREAM_ARN.replace(REGION, 'eu-west-1'),
    ]) {
      expect(await refusal('DescribeStream', { StreamARN })).toMatch(/^ResourceNotFoundException/);
    }
  });
});
