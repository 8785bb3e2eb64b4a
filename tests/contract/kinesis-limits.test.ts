import {
  CreateStreamCommand,
  DescribeLimitsCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  PutRecordsCommand,
  UpdateShardCountCommand,
  type PutRecordsRequestEntry,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Stack } from '../support/backends.ts';
import { contract } from '../support/contract.ts';
import { freshName, givenStream, subscribe, textsOf } from '../support/given-stream.ts';

const ONE_MIB = 1_048_576;
const LARGE_BYTES = 1_000 * 1_024;
const THROUGHPUT = 'ProvisionedThroughputExceededException';

/** The hash key in the middle of a shard, of so many. */
const middleOf = (shard: number, shards: number): string =>
  ((2n ** 128n / BigInt(shards * 2)) * BigInt(shard * 2 + 1)).toString();

const recordOf = (bytes: number, ExplicitHashKey = '0'): PutRecordsRequestEntry => ({
  PartitionKey: 'k',
  ExplicitHashKey,
  Data: new Uint8Array(bytes),
});

const putMany = ({ kinesis }: Stack, StreamName: string, Records: PutRecordsRequestEntry[]) =>
  kinesis.send(new PutRecordsCommand({ StreamName, Records }));

const rateExceeded = (stack: Stack, name: string): string =>
  `Rate exceeded for shard shardId-000000000000 in stream ${name} under account ${stack.account}.`;

contract('limits of a shard', {
  'refuses records beyond 1,000 a second, each in its place of a call that succeeds': {
    traps: [29, 31],
    divergesOn: { localstack: 'limits no writes' },
    async run(stack) {
      const { name } = await givenStream(stack);
      const calls = await Promise.all(
        [500, 500, 2].map((count) =>
          putMany(
            stack,
            name,
            Array.from({ length: count }, () => recordOf(1)),
          ),
        ),
      );
      const results = calls.flatMap(({ Records = [] }) => Records);
      const refused = results.filter(({ ErrorCode }) => ErrorCode !== undefined);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused[0]).toEqual({
        ErrorCode: THROUGHPUT,
        ErrorMessage: rateExceeded(stack, name),
      });
      const failed = calls.map(({ FailedRecordCount = 0 }) => FailedRecordCount);
      expect(failed.reduce((sum, count) => sum + count, 0)).toBe(refused.length);
    },
  },

  'takes the first of five large records for one shard, and all of five for five': {
    traps: [30, 34],
    divergesOn: { localstack: 'limits no writes' },
    async run(stack) {
      const { name } = await givenStream(stack, { shards: 5 });
      const spread = Array.from({ length: 5 }, (_, n) => recordOf(LARGE_BYTES, middleOf(n, 5)));
      expect((await putMany(stack, name, spread)).FailedRecordCount).toBe(0);
      await stack.pass(1_000);
      const together = Array.from({ length: 5 }, () => recordOf(LARGE_BYTES));
      const { Records = [] } = await putMany(stack, name, together);
      expect(Records.map(({ ErrorCode }) => ErrorCode)).toEqual([
        undefined,
        THROUGHPUT,
        THROUGHPUT,
        THROUGHPUT,
        THROUGHPUT,
      ]);
    },
  },

  'refuses the sixth read of a second, and answers again in the next': {
    traps: [27],
    divergesOn: { localstack: 'limits no reads' },
    async run(stack) {
      const { name, iterator, read } = await givenStream(stack);
      const start = await iterator();
      const reads = Array.from({ length: 6 }, () => read(start).catch((error: unknown) => error));
      const refusals = (await Promise.all(reads)).filter((answer) => answer instanceof Error);
      expect(refusals).toMatchObject([{ name: THROUGHPUT, message: rateExceeded(stack, name) }]);
      await stack.pass(1_000);
      await read(start);
    },
  },

  'answers no read for five seconds after one of 10 MiB': {
    traps: [28],
    divergesOn: { localstack: 'limits no reads' },
    async run(stack) {
      const { name, iterator, read } = await givenStream(stack);
      for (let n = 0; n < 10; n++) {
        await putMany(stack, name, [recordOf(ONE_MIB - 1)]);
        await stack.pass(1_001);
      }
      const { Records = [], NextShardIterator } = await read(await iterator());
      expect(Records).toHaveLength(10);
      await stack.pass(4_500);
      await expect(read(NextShardIterator)).rejects.toMatchObject({ name: THROUGHPUT });
      await stack.pass(600);
      await read(NextShardIterator);
    },
  },

  'pushes 2 MiB a second to each consumer, and leaves those who poll alone': {
    traps: [53],
    notTriedOn: { localstack: 'limits no shard: how fast it pushes is the machine’s affair' },
    async run(stack) {
      const { name, registerConsumer, iterator } = await givenStream(stack);
      const consumers = [await registerConsumer('one'), await registerConsumer('two')];
      for (let n = 0; n < 6; n++) {
        await putMany(stack, name, [recordOf(ONE_MIB - 1)]);
        await stack.pass(1_001);
      }
      const both = await Promise.all(
        consumers.map((arn) => subscribe(stack, arn, { Type: 'TRIM_HORIZON' })),
      );
      const received = () => both.map(({ events }) => events.flatMap(textsOf).length);
      await stack.pass(500);
      expect(received().every((count) => count < 6)).toBe(true);
      const ShardIterator = await iterator();
      const polled = await stack.kinesis.send(new GetRecordsCommand({ ShardIterator }));
      expect(polled.Records).toHaveLength(6);
      await stack.pass(1_700);
      expect(received()).toEqual([6, 6]);
    },
  },
});

contract('growth on demand', {
  'splits a shard that receives more than 500 kB a second': {
    minutes: 2,
    async run(stack) {
      const { kinesis, pass } = stack;
      const StreamName = freshName();
      const StreamModeDetails = { StreamMode: 'ON_DEMAND' } as const;
      await kinesis.send(new CreateStreamCommand({ StreamName, StreamModeDetails }));
      await pass(1_000);
      for (let n = 0; n < 70; n++) {
        await putMany(stack, StreamName, [recordOf(600_000)]);
        await pass(1_000);
      }
      const command = new DescribeStreamSummaryCommand({ StreamName });
      const { StreamDescriptionSummary } = await kinesis.send(command);
      expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 5 });
    },
  },
});

contract('limits of an account', {
  'refuses a sixth stream while five are CREATING': {
    traps: [20],
    notTriedOn: { localstack: 'would stop the cases beside it from making streams' },
    async run(stack) {
      const create = () =>
        stack.kinesis.send(new CreateStreamCommand({ StreamName: freshName(), ShardCount: 1 }));
      await stack.pass(1_000);
      for (let n = 0; n < 5; n++) await create();
      await expect(create()).rejects.toMatchObject({ name: 'LimitExceededException' });
      await stack.pass(1_000);
    },
  },

  'tells its limits once a second': {
    traps: [21],
    divergesOn: { localstack: 'has other quotas' },
    async run({ kinesis, pass }) {
      await pass(1_000);
      const ask = () => kinesis.send(new DescribeLimitsCommand({}));
      expect(await ask()).toMatchObject({ OnDemandStreamCountLimit: 50 });
      await expect(ask()).rejects.toMatchObject({ name: 'LimitExceededException' });
      await pass(1_000);
      await ask();
    },
  },

  'scales to double or half and no further, ten times a day': {
    traps: [22],
    divergesOn: { localstack: 'another code' },
    async run(stack) {
      const { kinesis, pass } = stack;
      const { name: StreamName } = await givenStream(stack, { shards: 4 });
      const scale = (TargetShardCount: number) =>
        kinesis.send(
          new UpdateShardCountCommand({
            StreamName,
            TargetShardCount,
            ScalingType: 'UNIFORM_SCALING',
          }),
        );
      for (const target of [9, 1]) {
        await expect(scale(target)).rejects.toMatchObject({ name: 'LimitExceededException' });
      }
      const command = new DescribeStreamSummaryCommand({ StreamName });
      const { StreamDescriptionSummary } = await kinesis.send(command);
      expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 4, StreamStatus: 'ACTIVE' });
      for (let n = 0; n < 10; n++) {
        expect(await scale(n % 2 === 0 ? 8 : 4)).toMatchObject({ StreamName });
        await pass(2_100);
      }
      await expect(scale(8)).rejects.toMatchObject({ name: 'LimitExceededException' });
    },
  },
});
