import { describe, expect, it } from 'vitest';

import { CHANGE_MS, givenStream, STREAM, STREAM_ARN } from '../given-kinesis.test-support.ts';

const mode = (StreamMode: string) => ({
  StreamARN: STREAM_ARN,
  StreamModeDetails: { StreamMode },
});

describe('UpdateStreamMode', () => {
  it('changes the mode and keeps the shards; then AWS alone reshards', async () => {
    const { call, send, refusal, clock } = await givenStream({ shards: 3 });
    expect(await send('UpdateStreamMode', mode('ON_DEMAND'))).toEqual({ status: 200, text: '' });
    await clock.advance(CHANGE_MS);
    const { StreamDescriptionSummary } = await call('DescribeStreamSummary', {
      StreamName: STREAM,
    });
    expect(StreamDescriptionSummary).toMatchObject({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      StreamStatus: 'ACTIVE',
      OpenShardCount: 3,
      RecordDistributionStrategy: 'USER_PARTITION_KEY',
    });
    const merge = { StreamName: STREAM, ShardToMerge: '0', AdjacentShardToMerge: '1' };
    expect(await refusal('MergeShards', merge)).toMatch(/^ValidationException/);
  });

  it('changes twice a day and no more', async () => {
    const { call, refusal, clock } = await givenStream({ hasLimits: true });
    for (const name of ['ON_DEMAND', 'PROVISIONED']) {
      await call('UpdateStreamMode', mode(name));
      await clock.advance(250);
    }
    await call('UpdateStreamMode', mode('PROVISIONED'));
    await clock.advance(CHANGE_MS);
    expect(await refusal('UpdateStreamMode', mode('ON_DEMAND'))).toMatch(
      /^LimitExceededException: UpdateStreamMode cannot be called more than 2 times/,
    );
    await clock.advance(86_400_000);
    await call('UpdateStreamMode', mode('ON_DEMAND'));
  });

  it('warms the stream if asked to, where the account may', async () => {
    const { call, refusal, clock } = await givenStream();
    const warm = { ...mode('ON_DEMAND'), WarmThroughputMiBps: 6 };
    expect(await refusal('UpdateStreamMode', warm)).toMatch(/^InvalidArgumentException/);
    const commitment = { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } };
    await call('UpdateAccountSettings', commitment);
    await call('UpdateStreamMode', warm);
    await clock.advance(10_000);
    const { StreamDescriptionSummary } = await call('DescribeStreamSummary', {
      StreamName: STREAM,
    });
    expect(StreamDescriptionSummary).toMatchObject({
      OpenShardCount: 6,
      WarmThroughput: { TargetMiBps: 6, CurrentMiBps: 6 },
    });
  });
});
