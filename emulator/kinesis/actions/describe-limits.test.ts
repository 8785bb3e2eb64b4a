import { describe, expect, it } from 'vitest';

import { CHANGE_MS, givenKinesis } from '../given-kinesis.test-support.ts';

describe('DescribeLimits', () => {
  it('tells the quotas and what is used of them', async () => {
    const { call, clock } = givenKinesis();
    const StreamModeDetails = { StreamMode: 'ON_DEMAND' };
    await call('CreateStream', { StreamName: 'mine', ShardCount: 3 });
    await call('CreateStream', { StreamName: 'theirs', StreamModeDetails });
    await clock.advance(CHANGE_MS);
    expect(await call('DescribeLimits')).toEqual({
      ShardLimit: 20_000,
      OpenShardCount: 3,
      OnDemandStreamCount: 1,
      OnDemandStreamCountLimit: 50,
    });
  });

  it('tells of less in a small region', async () => {
    const { call } = givenKinesis({ region: 'sa-east-1' });
    expect(await call('DescribeLimits')).toMatchObject({ ShardLimit: 6_000, OpenShardCount: 0 });
  });
});
