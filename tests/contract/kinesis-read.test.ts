import { ListShardsCommand } from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import { contract } from '../support/contract.ts';
import { givenStream, textsOf } from '../support/given-stream.ts';

const LAST = '340282366920938463463374607431768211455';
const ITERATOR_LIFE_MS = 300_000;

contract('reading records', {
  'lets a LATEST iterator see what is put after it was taken': {
    traps: [37],
    async run(stack) {
      const { put, iterator, read } = await givenStream(stack);
      await put('before');
      const latest = await iterator({ ShardIteratorType: 'LATEST' });
      await put('after');
      expect(textsOf(await read(latest))).toEqual(['after']);
    },
  },

  'gives a new iterator on each empty read': {
    traps: [38],
    async run(stack) {
      const { iterator, read } = await givenStream(stack);
      const start = await iterator();
      const first = await read(start);
      const second = await read(first.NextShardIterator);
      const iterators = [start, first.NextShardIterator, second.NextShardIterator];
      expect(new Set(iterators).size).toBe(3);
    },
  },

  'lets an iterator expire after five minutes, and says when that was': {
    traps: [36],
    minutes: 5,
    async run(stack) {
      const { iterator, read } = await givenStream(stack);
      const start = await iterator();
      await stack.pass(ITERATOR_LIFE_MS);
      expect(textsOf(await read(start))).toEqual([]);
      await stack.pass(1_000);
      await expect(read(start)).rejects.toMatchObject({
        name: 'ExpiredIteratorException',
        message: expect.stringMatching(
          /^Iterator expired\. The iterator was created at time Thu Jan 01 \d\d:\d\d:\d\d UTC 2026 while right now it is Thu Jan 01 \d\d:\d\d:\d\d UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds\.$/,
        ) as string,
      });
    },
  },

  'refuses an iterator that it did not hand out': {
    divergesOn: { localstack: 'an internal error, status 500' },
    async run(stack) {
      const { read } = await givenStream(stack);
      await expect(read('AAAAAAAAAAE=')).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message: 'Invalid ShardIterator.',
      });
    },
  },

  'refuses an instant in the future': {
    traps: [39],
    divergesOn: { localstack: 'takes any instant' },
    async run(stack) {
      const { iterator } = await givenStream(stack);
      const now = stack.now();
      const request = {
        ShardIteratorType: 'AT_TIMESTAMP',
        Timestamp: new Date(now + 60_000),
      } as const;
      await expect(iterator(request)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message: `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${now + 60_000}, currentTimestampInMillis: ${now}`,
      });
    },
  },

  'refuses the sequence number of another shard': {
    traps: [40],
    divergesOn: { localstack: 'takes it' },
    async run(stack) {
      const { put, iterator } = await givenStream(stack, { shards: 2 });
      const { SequenceNumber } = await put('x', { ExplicitHashKey: LAST });
      const request = {
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
        StartingSequenceNumber: SequenceNumber,
      } as const;
      await expect(iterator(request)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message:
          'Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000',
      });
    },
  },

  'takes short forms of a shard id': {
    traps: [42],
    divergesOn: { localstack: 'wants the full id' },
    async run(stack) {
      const { put, iterator, read } = await givenStream(stack);
      await put('x');
      for (const ShardId of ['0', 'shard-0']) {
        expect(textsOf(await read(await iterator({ ShardId })))).toEqual(['x']);
      }
    },
  },

  'names a shard that does not exist by its full id': {
    divergesOn: { localstack: 'other words' },
    async run(stack) {
      const { name, iterator } = await givenStream(stack);
      await expect(iterator({ ShardId: 'shard-5' })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Shard shardId-000000000005 in stream ${name} under account ${stack.account} does not exist`,
      });
    },
  },

  'tells a reader how far behind it is': {
    traps: [46],
    divergesOn: { localstack: 'counts from record to record, not to now' },
    async run(stack) {
      const { put, iterator, read } = await givenStream(stack);
      await put('a');
      await put('b');
      await stack.pass(10_000);
      const behind = await read(await iterator(), 1);
      expect(behind.MillisBehindLatest).toBeGreaterThanOrEqual(10_000);
      const atTip = await read(behind.NextShardIterator);
      expect(textsOf(atTip)).toEqual(['b']);
      expect(atTip.MillisBehindLatest).toBeLessThan(10_000);
    },
  },

  'gives records without an encryption type': {
    traps: [26],
    divergesOn: { localstack: 'says `EncryptionType: NONE`' },
    async run(stack) {
      const { put, iterator, read } = await givenStream(stack);
      await put('x');
      const { Records = [] } = await read(await iterator());
      expect(Records).toHaveLength(1);
      expect(Records[0]).not.toHaveProperty('EncryptionType');
    },
  },

  'gives shards page by page, and lets a token die after 300 seconds': {
    traps: [44],
    minutes: 5,
    async run(stack) {
      const { kinesis, pass } = stack;
      const { name } = await givenStream(stack, { shards: 1_001 });
      const first = await kinesis.send(new ListShardsCommand({ StreamName: name }));
      expect(first.Shards).toHaveLength(1_000);
      const { NextToken } = first;
      const second = await kinesis.send(new ListShardsCommand({ NextToken }));
      expect(second.Shards).toHaveLength(1);
      await pass(300_001);
      await expect(kinesis.send(new ListShardsCommand({ NextToken }))).rejects.toMatchObject({
        name: 'ExpiredNextTokenException',
      });
    },
  },
});
