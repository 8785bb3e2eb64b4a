import { describe, expect, it } from 'vitest';

import {
  CHANGE_MS,
  givenKinesis,
  givenStream,
  STREAM,
  STREAM_ARN,
} from '../given-kinesis.test-support.ts';

const warm = (WarmThroughputMiBps: number) => ({ StreamName: STREAM, WarmThroughputMiBps });
const commit = { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } };

async function givenOnDemand() {
  const given = givenKinesis();
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' };
  await given.call('CreateStream', { StreamName: STREAM, StreamModeDetails });
  await given.clock.advance(CHANGE_MS);
  return given;
}

describe('UpdateStreamWarmThroughput', () => {
  it('scales to a shard for each MiB per second, and says how far it is', async () => {
    const { call, clock } = await givenOnDemand();
    await call('UpdateAccountSettings', commit);
    expect(await call('UpdateStreamWarmThroughput', warm(8))).toEqual({
      StreamARN: STREAM_ARN,
      StreamName: STREAM,
      WarmThroughput: { TargetMiBps: 8 },
    });
    const summary = async () =>
      (await call('DescribeStreamSummary', { StreamName: STREAM })).StreamDescriptionSummary;
    expect(await summary()).toMatchObject({ StreamStatus: 'UPDATING', OpenShardCount: 4 });
    await clock.advance(CHANGE_MS);
    expect(await summary()).toMatchObject({
      StreamStatus: 'ACTIVE',
      OpenShardCount: 8,
      WarmThroughput: { TargetMiBps: 8, CurrentMiBps: 8 },
    });
    await call('UpdateStreamWarmThroughput', warm(2));
    await clock.advance(CHANGE_MS);
    expect(await summary()).toMatchObject({
      OpenShardCount: 8,
      WarmThroughput: { TargetMiBps: 2, CurrentMiBps: 2 },
    });
  });

  it('needs the commitment, an on-demand stream, and at most 10 GiB/s', async () => {
    const onDemand = await givenOnDemand();
    expect(await onDemand.refusal('UpdateStreamWarmThroughput', warm(8))).toMatch(
      /^InvalidArgumentException/,
    );
    await onDemand.call('UpdateAccountSettings', commit);
    expect(await onDemand.refusal('UpdateStreamWarmThroughput', warm(10_241))).toMatch(
      /^LimitExceededException/,
    );
    const provisioned = await givenStream();
    await provisioned.call('UpdateAccountSettings', commit);
    expect(await provisioned.refusal('UpdateStreamWarmThroughput', warm(8))).toMatch(
      /^ValidationException/,
    );
  });
});
