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

const listed = async ({ kinesis }: Stack, { name }: GivenStream, type?: 'AT_LATEST') => {
  const filter = type && { ShardFilter: { Type: type } };
  const { Shards = [] } = await kinesis.send(
    new ListShardsCommand({ StreamName: name, ...filter }),
  );
  return Shards;
};

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
