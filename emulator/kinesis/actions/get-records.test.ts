import { describe, expect, it } from 'vitest';
import {
  base64,
  CHANGE_MS,
  givenStream,
  iterator,
  put,
  STREAM,
  STREAM_ARN,
  textOf,
  type GivenKinesis,
} from '../given-kinesis.test-support.ts';

const DAY = 86_400_000;

const read = (given: GivenKinesis, ShardIterator: string, more: object = {}) =>
  given.call('GetRecords', { ShardIterator, ...more });

async function splitInHalf(given: GivenKinesis): Promise<void> {
  const NewStartingHashKey = '170141183460469231731687303715884105728';
  await given.call('SplitShard', { StreamName: STREAM, ShardToSplit: '0', NewStartingHashKey });
  await given.clock.advance(2_000);
}

describe('GetRecords', () => {
  it('gives records as they were put, without an encryption type', async () => {
    const given = await givenStream();
    const { SequenceNumber } = await put(given, 'trout');
    const answer = await read(given, await iterator(given));
    expect(answer).toEqual({
      Records: [
        {
          SequenceNumber,
          ApproximateArrivalTimestamp: given.clock.now() / 1_000,
          Data: base64('trout'),
          PartitionKey: 'k',
        },
      ],
      NextShardIterator: expect.stringMatching(/^AAAAAAAAAAE/) as string,
      MillisBehindLatest: 0,
    });
  });

  it('gives another iterator on each call, even without progress at one instant', async () => {
    const given = await givenStream();
    const start = await iterator(given);
    const first = await read(given, start);
    const second = await read(given, start);
    expect(new Set([start, first.NextShardIterator, second.NextShardIterator]).size).toBe(3);
  });

  it('goes on where it stopped', async () => {
    const given = await givenStream();
    for (const text of ['a', 'b', 'c']) await put(given, text);
    const first = await read(given, await iterator(given), { Limit: 2 });
    const second = await read(given, first.NextShardIterator);
    expect([first, second].map(({ Records }) => Records.map(textOf))).toEqual([['a', 'b'], ['c']]);
  });

  it('tells how long the next unread record has been waiting', async () => {
    const given = await givenStream();
    await put(given, 'a');
    await given.clock.advance(4_000);
    await put(given, 'b');
    await given.clock.advance(10_000);
    const first = await read(given, await iterator(given), { Limit: 1 });
    const second = await read(given, first.NextShardIterator);
    expect([first, second].map((each) => each.MillisBehindLatest)).toEqual([10_000, 0]);
  });

  it('gives at most 10,000 records', async () => {
    const given = await givenStream();
    const Records = Array.from({ length: 500 }, () => ({ PartitionKey: 'k', Data: '' }));
    for (let n = 0; n < 21; n++) await given.call('PutRecords', { StreamName: STREAM, Records });
    const first = await read(given, await iterator(given));
    const second = await read(given, first.NextShardIterator);
    expect([first, second].map((answer) => answer.Records.length)).toEqual([10_000, 500]);
  });

  it('gives at most 10 MiB', async () => {
    const given = await givenStream();
    const large = 'x'.repeat(1_048_575);
    for (let n = 0; n < 11; n++) await put(given, large);
    const first = await read(given, await iterator(given));
    const second = await read(given, first.NextShardIterator);
    expect([first, second].map((answer) => answer.Records.length)).toEqual([10, 1]);
  });

  it('forgets records after a day, and goes on with the oldest that is left', async () => {
    const given = await givenStream();
    await put(given, 'old');
    const trimHorizon = await iterator(given);
    const { NextShardIterator } = await read(given, trimHorizon);
    await given.clock.advance(1);
    await put(given, 'young');
    await given.clock.advance(DAY);
    const { Records } = await read(given, await iterator(given));
    expect(Records.map(textOf)).toEqual(['young']);
    expect(await given.refusal('GetRecords', { ShardIterator: NextShardIterator })).toMatch(
      /^ExpiredIteratorException/,
    );
  });

  it('refuses an iterator after five minutes, and what is none', async () => {
    const given = await givenStream();
    const ShardIterator = await iterator(given);
    await given.clock.advance(300_001);
    expect(await given.refusal('GetRecords', { ShardIterator })).toMatch(
      /^ExpiredIteratorException: Iterator expired\. The iterator was created at time Thu Jan 01 00:00:00 UTC 2026 while right now it is Thu Jan 01 00:05:00 UTC 2026 which/,
    );
    expect(await given.refusal('GetRecords', { ShardIterator: 'trout' })).toBe(
      'InvalidArgumentException: Invalid ShardIterator.',
    );
  });

  it('refuses the iterator of a stream that was deleted, also when its name is used again', async () => {
    const given = await givenStream();
    const ShardIterator = await iterator(given);
    await given.call('DeleteStream', { StreamName: STREAM });
    await given.clock.advance(CHANGE_MS);
    expect(await given.refusal('GetRecords', { ShardIterator })).toBe(
      'ResourceNotFoundException: Stream rivers under account 123456789012 not found.',
    );
    await given.call('CreateStream', { StreamName: STREAM });
    await given.clock.advance(CHANGE_MS);
    expect(await given.refusal('GetRecords', { ShardIterator })).toBe(
      'InvalidArgumentException: Invalid ShardIterator.',
    );
  });

  it('refuses the ARN of another stream', async () => {
    const given = await givenStream();
    const ShardIterator = await iterator(given);
    expect((await read(given, ShardIterator, { StreamARN: STREAM_ARN })).Records).toEqual([]);
    const StreamARN = STREAM_ARN.replace(STREAM, 'lakes');
    expect(await given.refusal('GetRecords', { ShardIterator, StreamARN })).toMatch(
      /^InvalidArgumentException/,
    );
  });
});

describe('GetRecords on a closed shard', () => {
  it('tells of the children only when nothing is left', async () => {
    const given = await givenStream();
    await put(given, 'last');
    const start = await iterator(given);
    await splitInHalf(given);
    const withRecords = await read(given, start);
    expect(withRecords.Records.map(textOf)).toEqual(['last']);
    expect(withRecords.ChildShards).toBeUndefined();
    const atEnd = await read(given, withRecords.NextShardIterator);
    expect(atEnd.NextShardIterator).toBeUndefined();
    expect(atEnd).toMatchObject({
      Records: [],
      MillisBehindLatest: 0,
      ChildShards: [
        { ShardId: 'shardId-000000000001', ParentShards: ['shardId-000000000000'] },
        { ShardId: 'shardId-000000000002', ParentShards: ['shardId-000000000000'] },
      ],
    });
  });

  it('is at its end at once by LATEST', async () => {
    const given = await givenStream();
    await put(given, 'last');
    await splitInHalf(given);
    const atEnd = await read(given, await iterator(given, { ShardIteratorType: 'LATEST' }));
    expect(atEnd.NextShardIterator).toBeUndefined();
    expect(atEnd.ChildShards).toHaveLength(2);
  });
});
