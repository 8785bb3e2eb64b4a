import {
  DescribeStreamCommand,
  ListShardsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Stack } from '../support/backends.ts';
import { contract } from '../support/contract.ts';
import { givenStream, shardId, textsOf, type GivenStream } from '../support/given-stream.ts';

const MIDDLE = '170141183460469231731687303715884105728';
const LAST = '340282366920938463463374607431768211455';
const ITERATOR_LIFE_MS = 300_000;

const listed = async ({ kinesis }: Stack, { name }: GivenStream, type?: 'AT_LATEST') => {
  const filter = type && { ShardFilter: { Type: type } };
  const { Shards = [] } = await kinesis.send(
    new ListShardsCommand({ StreamName: name, ...filter }),
  );
  return Shards;
};

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

contract('resharding', {
  'refuses a split while another one is under way': {
    traps: [13],
    divergesOn: { localstack: 'the same code, in other words' },
    async run(stack) {
      const { name } = await givenStream(stack);
      const request = { StreamName: name, ShardToSplit: shardId(0), NewStartingHashKey: MIDDLE };
      await stack.kinesis.send(new SplitShardCommand(request));
      await expect(stack.kinesis.send(new SplitShardCommand(request))).rejects.toMatchObject({
        name: 'ResourceInUseException',
        message: `Stream ${name} under account ${stack.account} not ACTIVE, instead in state UPDATING`,
      });
      await stack.pass(2_100);
    },
  },

  'lets records go to the closed parent until the second of its children': {
    traps: [14],
    divergesOn: {
      localstack:
        'ends the parent at a number that no record has, and sends records to the children at once',
    },
    async run(stack) {
      const { name, put } = await givenStream(stack);
      const { kinesis, pass, changeMs } = stack;
      const request = { StreamName: name, ShardToSplit: shardId(0), NewStartingHashKey: MIDDLE };
      await kinesis.send(new SplitShardCommand(request));
      await pass(changeMs);
      const { StreamDescription } = await kinesis.send(
        new DescribeStreamCommand({ StreamName: name }),
      );
      expect(StreamDescription?.StreamStatus).toBe('ACTIVE');
      const parent = StreamDescription?.Shards?.[0]?.SequenceNumberRange;
      expect(parent?.EndingSequenceNumber).toMatch(/^\d{56}$/);
      expect((await put('x')).ShardId).toBe('shardId-000000000000');
      await pass(2_000);
      expect((await put('x')).ShardId).toBe('shardId-000000000001');
    },
  },

  'tells of the children in the read after the last records, and not before': {
    traps: [15, 16],
    divergesOn: {
      localstack:
        'tells of them with the last records, so that no iterator is left for one more read',
    },
    async run(stack) {
      const { put, iterator, read, split } = await givenStream(stack);
      await put('last');
      const before = await read(await iterator());
      await split(0, MIDDLE);
      const last = await read(await iterator());
      const end = await read(last.NextShardIterator);
      expect(before).not.toHaveProperty('ChildShards');
      expect(last).not.toHaveProperty('ChildShards');
      expect(end).not.toHaveProperty('NextShardIterator');
      expect(end.ChildShards).toEqual([
        {
          ShardId: 'shardId-000000000001',
          ParentShards: ['shardId-000000000000'],
          HashKeyRange: {
            StartingHashKey: '0',
            EndingHashKey: (BigInt(MIDDLE) - 1n).toString(),
          },
        },
        {
          ShardId: 'shardId-000000000002',
          ParentShards: ['shardId-000000000000'],
          HashKeyRange: { StartingHashKey: MIDDLE, EndingHashKey: LAST },
        },
      ]);
    },
  },

  'keeps the records of before in the parent and those of after in the children': {
    traps: [18],
    async run(stack) {
      const { put, iterator, read, split } = await givenStream(stack);
      await put('before', { ExplicitHashKey: LAST });
      await split(0, MIDDLE);
      await put('after', { ExplicitHashKey: LAST });
      const texts: string[][] = [];
      for (const shard of [0, 1, 2]) {
        texts.push(textsOf(await read(await iterator({ ShardId: shardId(shard) }))));
      }
      expect(texts).toEqual([['before'], [], ['after']]);
    },
  },

  'names both parents of a merged shard, whose range is theirs': {
    traps: [17],
    async run(stack) {
      const stream = await givenStream(stack, { shards: 2 });
      await stream.merge(0, 1);
      expect((await listed(stack, stream)).at(-1)).toMatchObject({
        ShardId: 'shardId-000000000002',
        ParentShardId: 'shardId-000000000000',
        AdjacentParentShardId: 'shardId-000000000001',
        HashKeyRange: { StartingHashKey: '0', EndingHashKey: LAST },
      });
    },
  },

  'lists closed shards unless asked for those at LATEST': {
    traps: [45],
    async run(stack) {
      const stream = await givenStream(stack);
      await stream.split(0, MIDDLE);
      const ids = (await listed(stack, stream)).map(({ ShardId }) => ShardId);
      expect(ids).toEqual(['shardId-000000000000', 'shardId-000000000001', 'shardId-000000000002']);
      const latest = (await listed(stack, stream, 'AT_LATEST')).map(({ ShardId }) => ShardId);
      expect(latest).toEqual(ids.slice(1));
    },
  },
});
