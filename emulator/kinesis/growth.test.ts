import { describe, expect, it } from 'vitest';
import { CHANGE_MS, givenKinesis, STREAM } from './given-kinesis.test-support.ts';

const Data = Buffer.alloc(600_000).toString('base64');

async function openShardsAfter(
  mode: string,
  seconds: number,
  given = givenKinesis({ hasLimits: true }),
): Promise<number> {
  const { call, clock } = given;
  const StreamModeDetails = { StreamMode: mode };
  await call('CreateStream', { StreamName: STREAM, StreamModeDetails });
  await clock.advance(CHANGE_MS);
  for (let second = 0; second < seconds; second++) {
    await call('PutRecord', { StreamName: STREAM, PartitionKey: 'hot', Data });
    await clock.advance(1_000);
  }
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamName: STREAM });
  return StreamDescriptionSummary['OpenShardCount'] as number;
}

describe('an on-demand stream', () => {
  it('splits the shard that has been hot for a minute, and later its hot half', async () => {
    expect(await openShardsAfter('ON_DEMAND', 60)).toBe(4);
    expect(await openShardsAfter('ON_DEMAND', 62)).toBe(5);
    expect(await openShardsAfter('ON_DEMAND', 130)).toBe(6);
  });

  it('stays as it is in provisioned mode, or without limits', async () => {
    expect(await openShardsAfter('PROVISIONED', 62)).toBe(4);
    expect(await openShardsAfter('ON_DEMAND', 62, givenKinesis())).toBe(4);
  });

  it('grows whatever provisioned shards the account has', async () => {
    const given = givenKinesis({ hasLimits: true });
    await given.call('CreateStream', { StreamName: 'full', ShardCount: 20_000 });
    expect(await openShardsAfter('ON_DEMAND', 62, given)).toBe(5);
  });
});
