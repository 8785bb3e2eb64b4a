import { describe, expect, it } from 'vitest';
import { parseSequenceNumber } from '../sequence-number.ts';
import {
  givenKinesis,
  givenStream,
  iterator,
  put,
  START,
  STREAM,
  textOf,
} from '../given-kinesis.test-support.ts';

/** MD5 of `a` lies in the first of three shards, that of `partitionKey` in the second. */
const KEYS = { a: 0, partitionKey: 1 };

describe('PutRecord', () => {
  it('routes by the MD5 of the partition key', async () => {
    const given = await givenStream({ shards: 3 });
    for (const [PartitionKey, shard] of Object.entries(KEYS)) {
      const { ShardId } = await put(given, 'x', { PartitionKey });
      expect(ShardId).toBe(`shardId-00000000000${shard}`);
    }
  });

  it('routes by the explicit hash key if there is one', async () => {
    const given = await givenStream({ shards: 3 });
    const borders = [
      ['113427455640312821154458202477256070484', 0],
      ['113427455640312821154458202477256070485', 1],
      ['226854911280625642308916404954512140969', 1],
      ['226854911280625642308916404954512140970', 2],
      ['340282366920938463463374607431768211455', 2],
    ] as const;
    for (const [ExplicitHashKey, shard] of borders) {
      const { ShardId } = await put(given, 'x', { PartitionKey: 'a', ExplicitHashKey });
      expect(ShardId).toBe(`shardId-00000000000${shard}`);
    }
  });

  it('answers with a sequence number of the shard and the second', async () => {
    const given = await givenStream({ shards: 3 });
    await given.clock.advance(4_000);
    const answer = await put(given, 'x', { PartitionKey: 'partitionKey' });
    expect(Object.keys(answer).toSorted()).toEqual(['SequenceNumber', 'ShardId']);
    expect(parseSequenceNumber(answer.SequenceNumber)).toEqual({
      shardIndex: 1,
      createdAtSeconds: START / 1_000,
      index: 1,
      recordedAtSeconds: START / 1_000 + 4,
    });
  });

  it('takes empty data', async () => {
    const given = await givenStream();
    await put(given, '');
    const { Records } = await given.call('GetRecords', { ShardIterator: await iterator(given) });
    expect(Records.map(textOf)).toEqual(['']);
  });

  it('does not know a stream that is missing or still CREATING', async () => {
    const given = givenKinesis();
    const request = { StreamName: STREAM, PartitionKey: 'k', Data: '' };
    const answer = 'ResourceNotFoundException: Stream rivers under account 123456789012 not found.';
    expect(await given.refusal('PutRecord', request)).toBe(answer);
    await given.call('CreateStream', { StreamName: STREAM });
    expect(await given.refusal('PutRecord', request)).toBe(answer);
  });

  it('takes 1 MiB of data and key in UTF-8 together, and not a byte more', async () => {
    const given = await givenStream();
    const PartitionKey = 'ü';
    const exact = 'x'.repeat(1_048_574);
    await put(given, exact, { PartitionKey });
    const Data = Buffer.from(`${exact}x`).toString('base64');
    expect(await given.refusal('PutRecord', { StreamName: STREAM, PartitionKey, Data })).toBe(
      "ValidationException: 1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
    );
  });

  it('takes larger records where the stream does', async () => {
    const { call, clock } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM, ShardCount: 1, MaxRecordSizeInKiB: 2_048 });
    await clock.advance(50);
    const Data = Buffer.alloc(2_097_151).toString('base64');
    const { ShardId } = await call('PutRecord', { StreamName: STREAM, PartitionKey: 'k', Data });
    expect(ShardId).toBe('shardId-000000000000');
  });

  it('refuses a hash key beyond the key space', async () => {
    const given = await givenStream();
    const ExplicitHashKey = '340282366920938463463374607431768211456';
    const request = { StreamName: STREAM, PartitionKey: 'k', Data: '', ExplicitHashKey };
    expect(await given.refusal('PutRecord', request)).toBe(
      `InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`,
    );
  });

  it('takes an earlier sequence number for ordering, and refuses what is none', async () => {
    const given = await givenStream();
    const { SequenceNumber } = await put(given, 'x');
    const later = await put(given, 'y', { SequenceNumberForOrdering: SequenceNumber });
    expect(later.SequenceNumber > SequenceNumber).toBe(true);
    const request = { StreamName: STREAM, PartitionKey: 'k', Data: '' };
    expect(await given.refusal('PutRecord', { ...request, SequenceNumberForOrdering: '1' })).toBe(
      'InvalidArgumentException: ExclusiveMinimumSequenceNumber 1 used in PutRecord on stream rivers under account 123456789012 is invalid.',
    );
  });

  it('names what is missing', async () => {
    const { refusal } = await givenStream();
    expect(await refusal('PutRecord', { StreamName: STREAM })).toBe(
      "ValidationException: 1 validation error detected: Value null at 'data' failed to satisfy constraint: Member must not be null",
    );
    expect(await refusal('PutRecord', { StreamName: STREAM, Data: '' })).toBe(
      "ValidationException: 1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
    );
  });

  it('writes nothing on a dry run', async () => {
    const given = await givenStream();
    const request = { StreamName: STREAM, PartitionKey: 'k', Data: '', DryRun: true };
    expect(await given.refusal('PutRecord', request)).toMatch(/^DryRunOperationException/);
    const { Records } = await given.call('GetRecords', { ShardIterator: await iterator(given) });
    expect(Records).toEqual([]);
  });
});
