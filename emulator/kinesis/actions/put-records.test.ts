import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64,
  givenStream,
  iterator,
  STREAM,
  textOf,
  type GivenKinesis,
} from '../given-kinesis.test-support.ts';

const kib = (count: number): string => Buffer.alloc(count * 1_024).toString('base64');

const putAll = (given: GivenKinesis, Records: readonly object[]) =>
  given.call('PutRecords', { StreamName: STREAM, Records });

async function countAll(given: GivenKinesis): Promise<number> {
  const { Records } = await given.call('GetRecords', { ShardIterator: await iterator(given) });
  return Records.length;
}

describe('PutRecords', () => {
  it('answers in the order of the request, and each shard keeps that order', async () => {
    const shards = 3;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 60 }),
        async (keys) => {
          const given = await givenStream({ shards });
          const { Records } = await putAll(
            given,
            keys.map((PartitionKey, n) => ({ PartitionKey, Data: base64(String(n)) })),
          );
          expect(Records).toHaveLength(keys.length);
          for (let shard = 0; shard < shards; shard++) {
            const ShardIterator = await iterator(given, { ShardId: String(shard) });
            const stored = (await given.call('GetRecords', { ShardIterator })).Records;
            const results = Records.map((result, n) => ({ ...result, n })).filter(
              ({ ShardId }) => ShardId === `shardId-00000000000${shard}`,
            );
            expect(stored.map((record) => [record.SequenceNumber, textOf(record)])).toEqual(
              results.map(({ SequenceNumber, n }) => [SequenceNumber, String(n)]),
            );
            const numbers = results.map(({ SequenceNumber }) => SequenceNumber);
            expect(numbers).toEqual([...new Set(numbers)].toSorted());
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('answers without an encryption type', async () => {
    const given = await givenStream();
    const answer = await putAll(given, [{ PartitionKey: 'k', Data: '' }]);
    expect(answer).toEqual({
      FailedRecordCount: 0,
      Records: [
        {
          ShardId: 'shardId-000000000000',
          SequenceNumber: expect.stringMatching(/^\d{56}$/) as string,
        },
      ],
    });
  });

  it('writes nothing if one record is invalid', async () => {
    const given = await givenStream();
    const Records = [
      { PartitionKey: 'k', Data: '' },
      { PartitionKey: '', Data: '' },
    ];
    expect(await given.refusal('PutRecords', { StreamName: STREAM, Records })).toBe(
      "ValidationException: 1 validation error detected: Value '' at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    expect(await countAll(given)).toBe(0);
  });

  it('writes nothing if one hash key is beyond the key space', async () => {
    const given = await givenStream();
    const ExplicitHashKey = '340282366920938463463374607431768211456';
    const Records = [
      { PartitionKey: 'k', Data: '' },
      { PartitionKey: 'k', Data: '', ExplicitHashKey },
    ];
    expect(await given.refusal('PutRecords', { StreamName: STREAM, Records })).toMatch(
      /^InvalidArgumentException: Invalid ExplicitHashKey\./,
    );
    expect(await countAll(given)).toBe(0);
  });

  it('names each record that is larger than 1 MiB', async () => {
    const given = await givenStream();
    const Records = [kib(1_024), kib(1), kib(1_025)].map((Data) => ({ PartitionKey: 'k', Data }));
    expect(await given.refusal('PutRecords', { StreamName: STREAM, Records })).toBe(
      "ValidationException: 2 validation errors detected: Value at 'records.1.member.data' failed to satisfy constraint: Member must have length less than or equal to 1048576; Value at 'records.3.member.data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
    );
    expect(await countAll(given)).toBe(0);
  });

  it('takes 10 MiB of data and keys, and not a byte more', async () => {
    const given = await givenStream();
    const Data = Buffer.alloc(1_048_575).toString('base64');
    const Records = Array.from({ length: 10 }, () => ({ PartitionKey: 'k', Data }));
    await putAll(given, Records);
    const more = [...Records, { PartitionKey: 'k', Data: '' }];
    expect(await given.refusal('PutRecords', { StreamName: STREAM, Records: more })).toBe(
      'InvalidArgumentException: Records size exceeds 10 MB limit',
    );
  });

  it('takes 500 records, and not one more', async () => {
    const given = await givenStream();
    const Records = Array.from({ length: 500 }, () => ({ PartitionKey: 'k', Data: '' }));
    expect((await putAll(given, Records)).Records).toHaveLength(500);
    const more = { StreamName: STREAM, Records: [...Records, ...Records.slice(0, 1)] };
    expect(await given.refusal('PutRecords', more)).toContain(
      "at 'records' failed to satisfy constraint: Member must have length less than or equal to 500",
    );
  });

  it('writes nothing on a dry run', async () => {
    const given = await givenStream();
    const Records = [{ PartitionKey: 'k', Data: '' }];
    const request = { StreamName: STREAM, Records, DryRun: true };
    expect(await given.refusal('PutRecords', request)).toMatch(/^DryRunOperationException/);
    expect(await countAll(given)).toBe(0);
  });
});
