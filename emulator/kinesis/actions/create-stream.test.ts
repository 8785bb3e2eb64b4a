import { describe, expect, it } from 'vitest';
import { CHANGE_MS, givenKinesis, STREAM } from '../given-kinesis.test-support.ts';

const describeIt = { StreamName: STREAM };

describe('CreateStream', () => {
  it('answers with an empty body', async () => {
    const { send } = givenKinesis();
    expect(await send('CreateStream', { StreamName: STREAM })).toEqual({ status: 200, text: '' });
  });

  it('makes a stream that is CREATING without shards, then ACTIVE with them', async () => {
    const { call, clock } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM, ShardCount: 2 });
    await clock.advance(CHANGE_MS - 1);
    const before = (await call('DescribeStream', describeIt)).StreamDescription;
    expect(before).toMatchObject({ StreamStatus: 'CREATING', Shards: [], HasMoreShards: false });
    await clock.advance(1);
    const after = (await call('DescribeStream', describeIt)).StreamDescription;
    expect(after.StreamStatus).toBe('ACTIVE');
    expect(after.Shards.map(({ ShardId }) => ShardId)).toEqual([
      'shardId-000000000000',
      'shardId-000000000001',
    ]);
  });

  it('makes four shards if no count is given', async () => {
    const { call, clock } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM });
    await clock.advance(CHANGE_MS);
    expect((await call('DescribeStream', describeIt)).StreamDescription.Shards).toHaveLength(4);
  });

  it('keeps the mode and the record size that it is given', async () => {
    const { call } = givenKinesis();
    await call('CreateStream', {
      StreamName: STREAM,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      MaxRecordSizeInKiB: 2_048,
    });
    const summary = await call('DescribeStreamSummary', describeIt);
    expect(summary.StreamDescriptionSummary).toMatchObject({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      MaxRecordSizeInKiB: 2_048,
    });
  });

  it('refuses a name that is taken', async () => {
    const { call, refusal } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM });
    expect(await refusal('CreateStream', { StreamName: STREAM })).toBe(
      'ResourceInUseException: Stream rivers under account 123456789012 already exists.',
    );
  });

  it('refuses a sixth stream while five are CREATING, unless limits are off', async () => {
    const delays = { createStreamMs: 10_000 };
    for (const hasLimits of [true, false]) {
      const { call, refusal, clock } = givenKinesis({ hasLimits, delays });
      for (let n = 0; n < 5; n++) await call('CreateStream', { StreamName: `s${n}` });
      await clock.advance(1_000);
      if (hasLimits) {
        expect(await refusal('CreateStream', { StreamName: 's5' })).toMatch(
          /^LimitExceededException: .* limit of 5 streams in CREATING/,
        );
        await clock.advance(9_000);
      }
      await call('CreateStream', { StreamName: 's5' });
    }
  });

  it('refuses shards beyond the quota of the account', async () => {
    const { call, refusal } = givenKinesis();
    await call('CreateStream', { StreamName: 'small', ShardCount: 3 });
    expect(await refusal('CreateStream', { StreamName: STREAM, ShardCount: 20_000 })).toBe(
      'LimitExceededException: This request would exceed the shard limit for the account 123456789012 in us-east-1. Current shard count for the account: 3. Limit: 20000. Number of additional shards that would have resulted from this request: 20000. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.',
    );
  });

  it('names every constraint that is broken', async () => {
    const { refusal } = givenKinesis();
    expect(await refusal('CreateStream', { StreamName: 'a b', ShardCount: 0 })).toBe(
      "ValidationException: 2 validation errors detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
  });

  it('keeps the strategy and the warmth that it is given, where the account may', async () => {
    const { call, refusal, clock } = givenKinesis();
    const request = {
      StreamName: STREAM,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      RecordDistributionStrategy: 'AUTO',
      WarmThroughputMiBps: 6,
    };
    expect(await refusal('CreateStream', request)).toMatch(/^InvalidArgumentException/);
    const commitment = { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } };
    await call('UpdateAccountSettings', commitment);
    await call('CreateStream', request);
    await clock.advance(CHANGE_MS);
    const { StreamDescriptionSummary } = await call('DescribeStreamSummary', describeIt);
    expect(StreamDescriptionSummary).toMatchObject({
      OpenShardCount: 6,
      RecordDistributionStrategy: 'AUTO',
      WarmThroughput: { TargetMiBps: 6, CurrentMiBps: 6 },
    });
  });

  it('refuses a 51st stream in on-demand mode', async () => {
    const { call, refusal, clock } = givenKinesis();
    const onDemand = (n: number) => ({
      StreamName: `s${n}`,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    });
    for (let n = 0; n < 50; n++) {
      await call('CreateStream', onDemand(n));
      await clock.advance(250);
    }
    expect(await refusal('CreateStream', onDemand(50))).toMatch(
      /^LimitExceededException: .* limit of 50 streams in ON_DEMAND mode/,
    );
  });

  it('refuses more than 50 tags, and illegal characters in them', async () => {
    const { refusal } = givenKinesis();
    const Tags = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, '']));
    expect(await refusal('CreateStream', { StreamName: STREAM, Tags })).toMatch(
      /^InvalidArgumentException: .* cannot have more than 50 tags/,
    );
    expect(await refusal('CreateStream', { StreamName: STREAM, Tags: { '#': '' } })).toMatch(
      /^InvalidArgumentException: Some tags contain invalid characters/,
    );
  });

  it('refuses what contradicts itself', async () => {
    const { refusal } = givenKinesis();
    const auto = { StreamName: STREAM, RecordDistributionStrategy: 'AUTO' };
    expect(await refusal('CreateStream', auto)).toMatch(/^InvalidArgumentException: .*AUTO/);
    const counted = {
      StreamName: STREAM,
      ShardCount: 2,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    };
    expect(await refusal('CreateStream', counted)).toMatch(/^ValidationException: ShardCount/);
  });
});
