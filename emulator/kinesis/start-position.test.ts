import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenStream, iterator, put, STREAM, textOf } from './given-kinesis.test-support.ts';

describe('startPosition', () => {
  it('finds, by AT and AFTER a sequence number, the records from it on and those behind it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 2_500 }), { minLength: 1 }), async (waits) => {
        const given = await givenStream();
        const numbers: string[] = [];
        for (const [n, waitMs] of waits.entries()) {
          numbers.push((await put(given, String(n))).SequenceNumber);
          await given.clock.advance(waitMs);
        }
        const texts = numbers.map((_, n) => String(n));
        for (const [n, StartingSequenceNumber] of numbers.entries()) {
          for (const [ShardIteratorType, first] of [
            ['AT_SEQUENCE_NUMBER', n],
            ['AFTER_SEQUENCE_NUMBER', n + 1],
          ] as const) {
            const from = await iterator(given, { ShardIteratorType, StartingSequenceNumber });
            const { Records } = await given.call('GetRecords', { ShardIterator: from });
            expect(Records.map(textOf)).toEqual(texts.slice(first));
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('finds, by a timestamp, the records since then', async () => {
    const given = await givenStream();
    const arrivals: number[] = [];
    for (let n = 0; n < 10; n++) {
      arrivals.push(given.clock.now());
      await put(given, String(n));
      await given.clock.advance(n % 3 === 0 ? 0 : 100);
    }
    for (const instant of arrivals) {
      const from = await iterator(given, {
        ShardIteratorType: 'AT_TIMESTAMP',
        Timestamp: instant / 1_000,
      });
      const { Records } = await given.call('GetRecords', { ShardIterator: from });
      expect(Records).toHaveLength(arrivals.filter((arrival) => arrival >= instant).length);
    }
  });

  it('takes a number beyond the newest record for the tip', async () => {
    const given = await givenStream();
    await put(given, 'old');
    const { Shards } = await given.call('ListShards', { StreamName: STREAM });
    const start = Shards[0]?.SequenceNumberRange.StartingSequenceNumber ?? '';
    const StartingSequenceNumber = (BigInt(start) + 1_000n * 16n ** 20n).toString();
    const from = await iterator(given, {
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      StartingSequenceNumber,
    });
    await put(given, 'new');
    const { Records } = await given.call('GetRecords', { ShardIterator: from });
    expect(Records.map(textOf)).toEqual(['new']);
  });
});
