import { describe, expect, it } from 'vitest';
import { KINESIS_DELAYS } from './delays.ts';
import { givenKinesis, STREAM, STREAM_ARN } from './given-kinesis.test-support.ts';

/** When the stream, or its consumer, is ACTIVE again after a change, in ms. */
async function duration(
  given: ReturnType<typeof givenKinesis>,
  operation: string,
  input: object,
): Promise<number> {
  const { call, clock } = given;
  const { Consumer } = await call(operation, input);
  const status = async (): Promise<unknown> =>
    Consumer
      ? (await call('ListStreamConsumers', { StreamARN: STREAM_ARN })).Consumers
      : (await call('DescribeStream', { StreamName: STREAM })).StreamDescription.StreamStatus;
  const startedAt = clock.now();
  while (!/ACTIVE/.test(JSON.stringify(await status()))) await clock.advance(500);
  return clock.now() - startedAt;
}

describe('the delays of AWS', () => {
  it('hold a stream and a consumer in each state for as long as was observed there', async () => {
    const given = givenKinesis({ delays: KINESIS_DELAYS.aws });
    const scale = { StreamName: STREAM, ScalingType: 'UNIFORM_SCALING' };
    const changes: [string, object][] = [
      ['CreateStream', { StreamName: STREAM, ShardCount: 2 }],
      ['RegisterStreamConsumer', { StreamARN: STREAM_ARN, ConsumerName: 'angler' }],
      ['MergeShards', { StreamName: STREAM, ShardToMerge: '0', AdjacentShardToMerge: '1' }],
      ['UpdateShardCount', { ...scale, TargetShardCount: 2 }],
      ['UpdateShardCount', { ...scale, TargetShardCount: 3 }],
      ['UpdateMaxRecordSize', { StreamARN: STREAM_ARN, MaxRecordSizeInKiB: 2_048 }],
    ];
    const seconds: number[] = [];
    for (const change of changes) seconds.push((await duration(given, ...change)) / 1_000);
    expect(seconds).toEqual([20, 3, 30, 30, 60, 10]);
  });

  it('let children take records a second after the reshard, as without them', async () => {
    const given = givenKinesis({ delays: KINESIS_DELAYS.aws });
    await duration(given, 'CreateStream', { StreamName: STREAM, ShardCount: 2 });
    await duration(given, 'MergeShards', {
      StreamName: STREAM,
      ShardToMerge: '0',
      AdjacentShardToMerge: '1',
    });
    const put = async () =>
      (await given.call('PutRecord', { StreamName: STREAM, PartitionKey: 'k', Data: '' })).ShardId;
    expect(await put()).toMatch(/[01]$/);
    await given.clock.advance(1_000);
    expect(await put()).toBe('shardId-000000000002');
  });
});
