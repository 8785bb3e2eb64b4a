import { describe, expect, it } from 'vitest';

import { CHANGE_MS, givenStream, STREAM, STREAM_ARN } from '../given-kinesis.test-support.ts';

describe('EnableEnhancedMonitoring', () => {
  it('adds metrics and names those before and after', async () => {
    const { call, clock } = await givenStream();
    const add = (...ShardLevelMetrics: string[]) =>
      call('EnableEnhancedMonitoring', { StreamName: STREAM, ShardLevelMetrics });
    expect(await add('OutgoingBytes')).toEqual({
      StreamName: STREAM,
      StreamARN: STREAM_ARN,
      CurrentShardLevelMetrics: [],
      DesiredShardLevelMetrics: ['OutgoingBytes'],
    });
    await clock.advance(CHANGE_MS);
    expect(await add('IncomingBytes', 'OutgoingBytes')).toMatchObject({
      CurrentShardLevelMetrics: ['OutgoingBytes'],
      DesiredShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
    });
    await clock.advance(CHANGE_MS);
    const { StreamDescription } = await call('DescribeStream', { StreamName: STREAM });
    expect(StreamDescription).toMatchObject({
      EnhancedMonitoring: [{ ShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'] }],
    });
  });

  it('takes ALL for the seven', async () => {
    const { call } = await givenStream();
    const request = { StreamName: STREAM, ShardLevelMetrics: ['ALL'] };
    const { DesiredShardLevelMetrics } = await call('EnableEnhancedMonitoring', request);
    expect(DesiredShardLevelMetrics).toHaveLength(7);
  });

  it('refuses unknown metrics, none and eight', async () => {
    const { refusal } = await givenStream();
    const wrong = (ShardLevelMetrics: string[]) =>
      refusal('EnableEnhancedMonitoring', { StreamName: STREAM, ShardLevelMetrics });
    expect(await wrong(['Speed'])).toBe(
      "ValidationException: 1 validation error detected: Value 'Speed' at 'shardLevelMetrics.1.member' failed to satisfy constraint: Member must satisfy enum value set: [IncomingBytes, IncomingRecords, OutgoingBytes, OutgoingRecords, WriteProvisionedThroughputExceeded, ReadProvisionedThroughputExceeded, IteratorAgeMilliseconds, ALL]",
    );
    expect(await wrong([])).toMatch(/length greater than or equal to 1$/);
    expect(await wrong(Array.from({ length: 8 }, () => 'ALL'))).toMatch(/less than or equal to 7$/);
  });
});
