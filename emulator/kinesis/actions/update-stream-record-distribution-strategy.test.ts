import { describe, expect, it } from 'vitest';

import {
  CHANGE_MS,
  givenKinesis,
  givenStream,
  iterator,
  STREAM,
  STREAM_ARN,
} from '../given-kinesis.test-support.ts';

const strategy = (RecordDistributionStrategy: string) => ({
  StreamARN: STREAM_ARN,
  RecordDistributionStrategy,
});

async function givenOnDemand() {
  const given = givenKinesis();
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' };
  await given.call('CreateStream', { StreamName: STREAM, StreamModeDetails });
  await given.clock.advance(CHANGE_MS);
  return given;
}

describe('UpdateStreamRecordDistributionStrategy', () => {
  it('spreads records over all shards whatever their keys, from now on', async () => {
    const { call, send } = await givenOnDemand();
    const request = strategy('AUTO');
    const answer = await send('UpdateStreamRecordDistributionStrategy', request);
    expect(answer).toEqual({ status: 200, text: '' });
    const Records = Array.from({ length: 8 }, () => ({
      PartitionKey: 'one',
      ExplicitHashKey: '0',
      Data: '',
    }));
    const put = await call('PutRecords', { StreamName: STREAM, Records });
    const ids = put.Records.map(({ ShardId }) => ShardId);
    expect(new Set(ids).size).toBe(4);
    await call('UpdateStreamRecordDistributionStrategy', strategy('USER_PARTITION_KEY'));
    const keyed = await call('PutRecords', { StreamName: STREAM, Records });
    expect(new Set(keyed.Records.map(({ ShardId }) => ShardId)).size).toBe(1);
  });

  it('needs no partition key, and tells of one only if it was given', async () => {
    const given = await givenOnDemand();
    const { call, refusal } = given;
    const request = { StreamName: STREAM, Data: '' };
    expect(await refusal('PutRecord', request)).toBe(
      "ValidationException: 1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
    );
    await call('UpdateStreamRecordDistributionStrategy', strategy('AUTO'));
    const { ShardId } = await call('PutRecord', request);
    const read = await call('GetRecords', { ShardIterator: await iterator(given, { ShardId }) });
    expect(read.Records).toHaveLength(1);
    expect(read.Records[0]).not.toHaveProperty('PartitionKey');
    for (let n = 0; n < 4; n++) await call('PutRecord', { ...request, PartitionKey: 'mine' });
    const again = await call('GetRecords', { ShardIterator: await iterator(given, { ShardId }) });
    expect(again.Records.map(({ PartitionKey }) => PartitionKey)).toEqual([undefined, 'mine']);
  });

  it('takes no sequence number for ordering', async () => {
    const { call, refusal } = await givenOnDemand();
    const request = { StreamName: STREAM, Data: '', PartitionKey: 'k' };
    const { SequenceNumber } = await call('PutRecord', request);
    const ordered = { ...request, SequenceNumberForOrdering: SequenceNumber };
    await call('PutRecord', ordered);
    await call('UpdateStreamRecordDistributionStrategy', strategy('AUTO'));
    expect(await refusal('PutRecord', ordered)).toMatch(/^InvalidArgumentException/);
  });

  it('is for on-demand streams', async () => {
    const { refusal } = await givenStream();
    expect(await refusal('UpdateStreamRecordDistributionStrategy', strategy('AUTO'))).toMatch(
      /^InvalidArgumentException/,
    );
    expect(await refusal('UpdateStreamRecordDistributionStrategy', strategy('RANDOM'))).toMatch(
      /Member must satisfy enum value set: \[AUTO, USER_PARTITION_KEY\]$/,
    );
  });
});
