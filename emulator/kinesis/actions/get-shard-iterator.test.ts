import { describe, expect, it } from 'vitest';
import {
  givenKinesis,
  givenStream,
  iterator,
  put,
  STREAM,
  textOf,
} from '../given-kinesis.test-support.ts';

const request = { StreamName: STREAM, ShardId: '0' };

const MUST =
  'InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified';

describe('GetShardIterator', () => {
  it('fixes LATEST when it is called', async () => {
    const given = await givenStream();
    await put(given, 'before');
    const ShardIterator = await iterator(given, { ShardIteratorType: 'LATEST' });
    await put(given, 'after');
    const { Records } = await given.call('GetRecords', { ShardIterator });
    expect(Records.map(textOf)).toEqual(['after']);
  });

  it('takes the starting sequence number of the shard itself', async () => {
    const given = await givenStream();
    await put(given, 'first');
    const { Shards } = await given.call('ListShards', { StreamName: STREAM });
    const ShardIterator = await iterator(given, {
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: Shards[0]?.SequenceNumberRange.StartingSequenceNumber,
    });
    const { Records } = await given.call('GetRecords', { ShardIterator });
    expect(Records.map(textOf)).toEqual(['first']);
  });

  it('takes short forms of a shard id', async () => {
    const given = await givenStream();
    for (const ShardId of ['0', 'shard-0', 'shardId-000000000000']) {
      expect(await iterator(given, { ShardId })).toMatch(/^AAAAAAAAAAE/);
    }
  });

  it('does not know a shard that the stream does not have, by its full id', async () => {
    const { refusal } = await givenStream();
    const unknown = { ...request, ShardId: '7', ShardIteratorType: 'LATEST' };
    expect(await refusal('GetShardIterator', unknown)).toBe(
      'ResourceNotFoundException: Shard shardId-000000000007 in stream rivers under account 123456789012 does not exist',
    );
  });

  it('does not know a shard of a stream in CREATING', async () => {
    const { call, refusal } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM });
    const early = { ...request, ShardIteratorType: 'LATEST' };
    expect(await refusal('GetShardIterator', early)).toBe(
      'ResourceNotFoundException: Shard shardId-000000000000 in stream rivers under account 123456789012 does not exist',
    );
  });

  it('wants a sequence number with the types that need one, and with no others', async () => {
    const given = await givenStream();
    const { SequenceNumber } = await put(given, 'x');
    for (const ShardIteratorType of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']) {
      expect(await given.refusal('GetShardIterator', { ...request, ShardIteratorType })).toBe(
        `${MUST} ${ShardIteratorType} and no StartingSequenceNumber.`,
      );
    }
    for (const ShardIteratorType of ['TRIM_HORIZON', 'LATEST']) {
      const numbered = { ...request, ShardIteratorType, StartingSequenceNumber: SequenceNumber };
      expect(await given.refusal('GetShardIterator', numbered)).toBe(
        `${MUST} ${ShardIteratorType} and also a StartingSequenceNumber.`,
      );
    }
  });

  it('refuses a number that is none', async () => {
    const { refusal } = await givenStream();
    const numbered = {
      ...request,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: '1',
    };
    expect(await refusal('GetShardIterator', numbered)).toBe(
      'InvalidArgumentException: StartingSequenceNumber 1 used in GetShardIterator on shard shardId-000000000000 in stream rivers under account 123456789012 is invalid.',
    );
  });

  it('refuses the number of another shard', async () => {
    const given = await givenStream({ shards: 2 });
    const { SequenceNumber } = await put(given, 'x', { ExplicitHashKey: '0' });
    const numbered = {
      ...request,
      ShardId: 'shardId-000000000001',
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      StartingSequenceNumber: SequenceNumber,
    };
    expect(await given.refusal('GetShardIterator', numbered)).toBe(
      'InvalidArgumentException: Invalid StartingSequenceNumber. It encodes shardId-000000000000, while it was used in a call to a shard with shardId-000000000001',
    );
  });

  it('refuses the number of another stream', async () => {
    const { refusal } = await givenStream();
    const StartingSequenceNumber = '49546986683135544286507457936321625675700192471156785154';
    const numbered = {
      ...request,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber,
    };
    expect(await refusal('GetShardIterator', numbered)).toBe(
      `InvalidArgumentException: StartingSequenceNumber ${StartingSequenceNumber} used in GetShardIterator on shard shardId-000000000000 in stream rivers under account 123456789012 is invalid because it did not come from this stream.`,
    );
  });

  it('wants a timestamp that is not in the future', async () => {
    const { refusal, clock } = await givenStream();
    const timed = { ...request, ShardIteratorType: 'AT_TIMESTAMP' };
    expect(await refusal('GetShardIterator', timed)).toBe(
      'InvalidArgumentException: Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
    );
    const soon = clock.now() + 1;
    expect(await refusal('GetShardIterator', { ...timed, Timestamp: soon / 1_000 })).toBe(
      `InvalidArgumentException: The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${soon}, currentTimestampInMillis: ${clock.now()}`,
    );
  });

  it('names the types that there are', async () => {
    const { refusal } = await givenStream();
    expect(await refusal('GetShardIterator', { ...request, ShardIteratorType: 'NOW' })).toBe(
      "ValidationException: 1 validation error detected: Value 'NOW' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]",
    );
  });

  it('gives nothing on a dry run', async () => {
    const { refusal } = await givenStream();
    const dry = { ...request, ShardIteratorType: 'LATEST', DryRun: true };
    expect(await refusal('GetShardIterator', dry)).toMatch(/^DryRunOperationException/);
  });
});
