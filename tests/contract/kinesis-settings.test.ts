import {
  AddTagsToStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  EnableEnhancedMonitoringCommand,
  GetResourcePolicyCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListChannelsCommand,
  ListTagsForResourceCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutResourcePolicyCommand,
  SplitShardCommand,
  StartStreamEncryptionCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Stack } from '../support/backends.ts';
import { contract } from '../support/contract.ts';
import { givenStream, shardId, textsOf } from '../support/given-stream.ts';
import { untilActive } from '../support/until-active.ts';

const MIDDLE = '170141183460469231731687303715884105728';
const ONE_MIB = 1_048_576;
const HOUR_MS = 3_600_000;

const activeAgain = (stack: Stack, StreamName: string): Promise<void> =>
  untilActive(stack, async () => {
    const command = new DescribeStreamSummaryCommand({ StreamName });
    return (await stack.kinesis.send(command)).StreamDescriptionSummary?.StreamStatus;
  });

async function givenOnDemand(stack: Stack) {
  const stream = await givenStream(stack);
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' } as const;
  const command = new UpdateStreamModeCommand({ StreamARN: stream.arn, StreamModeDetails });
  await stack.kinesis.send(command);
  await activeAgain(stack, stream.name);
  return stream;
}

contract('settings of a stream', {
  'leaves resharding to AWS on demand': {
    traps: [23],
    divergesOn: { localstack: 'another code' },
    async run(stack) {
      const { name: StreamName } = await givenOnDemand(stack);
      const { kinesis } = stack;
      const byHand = [
        () =>
          kinesis.send(
            new SplitShardCommand({
              StreamName,
              ShardToSplit: shardId(0),
              NewStartingHashKey: MIDDLE,
            }),
          ),
        () =>
          kinesis.send(
            new MergeShardsCommand({
              StreamName,
              ShardToMerge: shardId(0),
              AdjacentShardToMerge: shardId(1),
            }),
          ),
        () =>
          kinesis.send(
            new UpdateShardCountCommand({
              StreamName,
              TargetShardCount: 2,
              ScalingType: 'UNIFORM_SCALING',
            }),
          ),
      ];
      for (const reshard of byHand) {
        await expect(reshard()).rejects.toMatchObject({ name: 'ValidationException' });
      }
    },
  },

  'takes the retention that it has, and is not shortened by lengthening': {
    traps: [24],
    divergesOn: { localstack: 'other words' },
    async run(stack) {
      const { name: StreamName } = await givenStream(stack);
      const { kinesis } = stack;
      const lengthen = (RetentionPeriodHours: number) =>
        kinesis.send(
          new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }),
        );
      await lengthen(24);
      await lengthen(25);
      await activeAgain(stack, StreamName);
      await expect(lengthen(24)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message: `Requested retention period (24 hours) for stream ${StreamName} can not be shorter than existing retention period (25 hours). Use DecreaseRetentionPeriod API.`,
      });
    },
  },

  'hides what is older than a shorter retention at once': {
    traps: [25],
    minutes: 30 * 60,
    async run(stack) {
      const { name: StreamName, put, iterator, read } = await givenStream(stack);
      const { kinesis, pass } = stack;
      const longer = { StreamName, RetentionPeriodHours: 48 };
      await kinesis.send(new IncreaseStreamRetentionPeriodCommand(longer));
      await put('old');
      await pass(30 * HOUR_MS);
      await put('young');
      expect(textsOf(await read(await iterator()))).toEqual(['old', 'young']);
      const shorter = { StreamName, RetentionPeriodHours: 24 };
      await kinesis.send(new DecreaseStreamRetentionPeriodCommand(shorter));
      expect(textsOf(await read(await iterator()))).toEqual(['young']);
    },
  },

  'takes records of 10 MiB once it is told to': {
    traps: [33],
    divergesOn: { localstack: 'does not know the operation' },
    async run(stack) {
      const { name, arn, put, iterator, read } = await givenStream(stack);
      const command = new UpdateMaxRecordSizeCommand({
        StreamARN: arn,
        MaxRecordSizeInKiB: 10_240,
      });
      await stack.kinesis.send(command);
      await activeAgain(stack, name);
      await put('x'.repeat(ONE_MIB + 1));
      const { Records = [] } = await read(await iterator());
      expect(Records[0]?.Data).toHaveLength(ONE_MIB + 1);
    },
  },

  'has an empty policy until it is given one': {
    traps: [47],
    async run(stack) {
      const { arn: ResourceARN } = await givenStream(stack);
      const policy = async () =>
        (await stack.kinesis.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy;
      expect(await policy()).toBe('{}');
      const Policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${stack.account}"},"Action":"kinesis:PutRecord","Resource":"${ResourceARN}"}]}`;
      await stack.kinesis.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
      expect(JSON.parse((await policy()) ?? '')).toEqual(JSON.parse(Policy));
    },
  },

  'needs no partition key where AWS distributes the records, on demand only': {
    traps: [48],
    divergesOn: { localstack: 'does not know the operation' },
    async run(stack) {
      const { kinesis } = stack;
      const { arn, name } = await givenOnDemand(stack);
      const auto = (StreamARN: string) =>
        kinesis.send(
          new UpdateStreamRecordDistributionStrategyCommand({
            StreamARN,
            RecordDistributionStrategy: 'AUTO',
          }),
        );
      const put = (StreamName: string) =>
        kinesis.send(new PutRecordCommand({ StreamName, Data: new Uint8Array() }));
      await expect(put(name)).rejects.toThrow();
      await auto(arn);
      expect(await put(name)).toMatchObject({ ShardId: shardId(0) });
      const provisioned = await givenStream(stack);
      await expect(auto(provisioned.arn)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
      await expect(put(provisioned.name)).rejects.toThrow();
    },
  },

  'writes nothing on a dry run': {
    traps: [49],
    divergesOn: { localstack: 'writes it' },
    async run(stack) {
      const { put, iterator, read } = await givenStream(stack);
      await expect(put('x', { DryRun: true })).rejects.toMatchObject({
        name: 'DryRunOperationException',
      });
      expect(textsOf(await read(await iterator()))).toEqual([]);
    },
  },

  'stamps what is written encrypted, and shows its key': {
    divergesOn: { localstack: 'says `EncryptionType: NONE` before' },
    async run(stack) {
      const { name: StreamName, put, iterator, read } = await givenStream(stack);
      await put('plain');
      const KeyId = 'alias/aws/kinesis';
      const command = new StartStreamEncryptionCommand({
        StreamName,
        EncryptionType: 'KMS',
        KeyId,
      });
      await stack.kinesis.send(command);
      await activeAgain(stack, StreamName);
      expect(await put('encrypted')).toMatchObject({ EncryptionType: 'KMS' });
      const { Records = [] } = await read(await iterator());
      expect(Records.map(({ EncryptionType }) => EncryptionType)).toEqual([undefined, 'KMS']);
      const described = await stack.kinesis.send(new DescribeStreamCommand({ StreamName }));
      expect(described.StreamDescription).toMatchObject({ EncryptionType: 'KMS', KeyId });
    },
  },

  'answers a change of monitoring with the metrics before and after': {
    async run(stack) {
      const { name: StreamName, arn } = await givenStream(stack);
      const ShardLevelMetrics = ['OutgoingBytes', 'IncomingBytes'] as const;
      const command = new EnableEnhancedMonitoringCommand({
        StreamName,
        ShardLevelMetrics: [...ShardLevelMetrics],
      });
      const answer = await stack.kinesis.send(command);
      expect(answer).toMatchObject({ StreamName, StreamARN: arn, CurrentShardLevelMetrics: [] });
      expect(answer.DesiredShardLevelMetrics?.toSorted()).toEqual(ShardLevelMetrics.toSorted());
    },
  },

  'has one set of tags, whichever way they are given': {
    divergesOn: { localstack: 'does not know the operation' },
    async run(stack) {
      const { kinesis } = stack;
      const { name: StreamName, arn: ResourceARN } = await givenStream(stack);
      await kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { of: 'old' } }));
      const { Tags } = await kinesis.send(new ListTagsForResourceCommand({ ResourceARN }));
      expect(Tags).toEqual([{ Key: 'of', Value: 'old' }]);
    },
  },

  'offers no channels, and says so': {
    divergesOn: { embedded: 'channels are not offered', localstack: 'does not know the operation' },
    async run({ kinesis }) {
      await kinesis.send(new ListChannelsCommand({}));
    },
  },
});
