import { describe, expect, it } from 'vitest';
import { kinesisActions } from './actions/index.ts';
import { givenKinesis } from './given-kinesis.test-support.ts';

/*
 * Every member of every operation, as the service's model has it (botocore 1.43.107): its type, its
 * constraint, and whether it must be there (`!`). An operation that forgets one of them fails here.
 */

const STREAM = 'StreamName:name StreamARN:streamArn StreamId:streamId';

const MEMBERS: Readonly<Record<string, string>> = {
  AddTagsToStream: `${STREAM} Tags!:tags`,
  CreateStream:
    'StreamName!:name ShardCount:positive StreamModeDetails:structure Tags:tags WarmThroughputMiBps:natural MaxRecordSizeInKiB:recordSize RecordDistributionStrategy:strategy',
  DecreaseStreamRetentionPeriod: `${STREAM} RetentionPeriodHours!:integer`,
  DeleteResourcePolicy: 'ResourceARN!:resourceArn StreamId:streamId',
  DeleteStream: `${STREAM} EnforceConsumerDeletion:boolean`,
  DeregisterStreamConsumer:
    'StreamARN:streamArn ConsumerName:name ConsumerARN:consumerArn StreamId:streamId',
  DescribeAccountSettings: '',
  DescribeLimits: '',
  DescribeStream: `${STREAM} Limit:to10000 ExclusiveStartShardId:name`,
  DescribeStreamConsumer:
    'StreamARN:streamArn ConsumerName:name ConsumerARN:consumerArn StreamId:streamId',
  DescribeStreamSummary: STREAM,
  DisableEnhancedMonitoring: `${STREAM} ShardLevelMetrics!:metrics`,
  EnableEnhancedMonitoring: `${STREAM} ShardLevelMetrics!:metrics`,
  GetRecords:
    'ShardIterator!:iterator Limit:to10000 StreamARN:streamArn StreamId:streamId DryRun:boolean',
  GetResourcePolicy: 'ResourceARN!:resourceArn StreamId:streamId',
  GetShardIterator: `${STREAM} ShardId!:name ShardIteratorType!:iteratorType StartingSequenceNumber:sequenceNumber Timestamp:instant DryRun:boolean`,
  IncreaseStreamRetentionPeriod: `${STREAM} RetentionPeriodHours!:integer`,
  ListShards: `${STREAM} NextToken:token ExclusiveStartShardId:name MaxResults:to10000 StreamCreationTimestamp:instant ShardFilter:structure`,
  ListStreamConsumers:
    'StreamARN!:streamArn NextToken:token MaxResults:to10000 StreamCreationTimestamp:instant StreamId:streamId',
  ListStreams: 'Limit:to10000 ExclusiveStartStreamName:name NextToken:token',
  ListTagsForResource: 'ResourceARN!:resourceArn StreamId:streamId',
  ListTagsForStream: `${STREAM} ExclusiveStartTagKey:tagKey Limit:to50`,
  MergeShards: `${STREAM} ShardToMerge!:name AdjacentShardToMerge!:name`,
  PutRecord: `${STREAM} Data!:blob PartitionKey:partitionKey ExplicitHashKey:hashKey SequenceNumberForOrdering:sequenceNumber DryRun:boolean`,
  PutRecords: `${STREAM} Records!:records DryRun:boolean`,
  PutResourcePolicy: 'ResourceARN!:resourceArn StreamId:streamId Policy!:text',
  RegisterStreamConsumer: 'StreamARN!:streamArn ConsumerName!:name StreamId:streamId Tags:tags',
  RemoveTagsFromStream: `${STREAM} TagKeys!:tagKeys`,
  SplitShard: `${STREAM} ShardToSplit!:name NewStartingHashKey!:hashKey`,
  StartStreamEncryption: `${STREAM} EncryptionType!:encryption KeyId!:keyId`,
  StopStreamEncryption: `${STREAM} EncryptionType!:encryption KeyId!:keyId`,
  SubscribeToShard:
    'ConsumerARN!:consumerArn StreamId:streamId ShardId!:name StartingPosition!:structure DryRun:boolean',
  TagResource: 'Tags!:tags ResourceARN!:resourceArn StreamId:streamId',
  UntagResource: 'TagKeys!:tagKeys ResourceARN!:resourceArn StreamId:streamId',
  UpdateAccountSettings: 'MinimumThroughputBillingCommitment!:structure',
  UpdateMaxRecordSize: 'StreamARN:streamArn StreamId:streamId MaxRecordSizeInKiB!:recordSize',
  UpdateShardCount: `${STREAM} TargetShardCount!:positive ScalingType!:scaling`,
  UpdateStreamMode:
    'StreamARN!:streamArn StreamId:streamId StreamModeDetails!:structure WarmThroughputMiBps:natural',
  UpdateStreamRecordDistributionStrategy:
    'StreamARN!:streamArn StreamId:streamId RecordDistributionStrategy!:strategy',
  UpdateStreamWarmThroughput: `${STREAM} WarmThroughputMiBps!:natural`,
};

interface Kind {
  /** Of the right type, and refused; absent where every value of the type is legal. */
  readonly wrong?: unknown;
  readonly says?: string;
  /** Of the wrong type. */
  readonly foreign: unknown;
}

const least = (length: number): string =>
  `Member must have length greater than or equal to ${length}`;
const most = (length: number): string => `Member must have length less than or equal to ${length}`;
const pattern = (text: string): string => `Member must satisfy regular expression pattern: ${text}`;
const oneOf = (...names: readonly string[]): string =>
  `Member must satisfy enum value set: [${names.join(', ')}]`;
const number = (wrong: number, says: string): Kind => ({ wrong, says, foreign: '1' });
const text = (wrong: string, says: string): Kind => ({ wrong, says, foreign: 1 });

const KINDS: Readonly<Record<string, Kind>> = {
  name: text('a b', pattern('[a-zA-Z0-9_.-]+')),
  streamArn: text('arn', pattern('arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+')),
  consumerArn: text(
    'arn',
    pattern(
      '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
    ),
  ),
  resourceArn: text('arn', pattern('arn:aws.*:kinesis:.*:\\d{12}:.*(stream|channel)/\\S+')),
  streamId: text('x', pattern('[a-z0-9]{20}-[a-z0-9]{3}')),
  hashKey: text('01', pattern('0|([1-9]\\d{0,38})')),
  sequenceNumber: text('01', pattern('0|([1-9]\\d{0,128})')),
  partitionKey: text('x'.repeat(257), most(256)),
  iterator: text('x'.repeat(513), most(512)),
  token: text('', least(1)),
  tagKey: text('', least(1)),
  keyId: text('', least(1)),
  iteratorType: text(
    'OLDEST',
    oneOf('AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_TIMESTAMP', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'),
  ),
  strategy: text('RANDOM', oneOf('AUTO', 'USER_PARTITION_KEY')),
  encryption: text('AES', oneOf('NONE', 'KMS')),
  scaling: text('WILD', oneOf('UNIFORM_SCALING')),
  positive: number(0, 'Member must have value greater than or equal to 1'),
  natural: number(-1, 'Member must have value greater than or equal to 0'),
  recordSize: number(10_241, 'Member must have value less than or equal to 10240'),
  to10000: number(10_001, 'Member must have value less than or equal to 10000'),
  to50: number(51, 'Member must have value less than or equal to 50'),
  tags: { wrong: {}, says: least(1), foreign: [] },
  tagKeys: { wrong: [], says: least(1), foreign: 'x' },
  metrics: { wrong: [], says: least(1), foreign: 'ALL' },
  records: { wrong: [], says: least(1), foreign: {} },
  boolean: { foreign: 'true' },
  instant: { foreign: 'now' },
  integer: { foreign: '24' },
  text: { foreign: 1 },
  blob: { foreign: 1 },
  structure: { foreign: 'x' },
};

const pathOf = (member: string): string => member.charAt(0).toLowerCase() + member.slice(1);

function membersOf(operation: string) {
  return (MEMBERS[operation] ?? '')
    .split(' ')
    .filter((words) => words !== '')
    .map((words) => {
      const [named = '', kind = ''] = words.split(':');
      const name = named.replace('!', '');
      return { name, isRequired: named.endsWith('!'), kind: KINDS[kind] as Kind };
    });
}

describe('the members of an operation', () => {
  it('are known here of every one', () => {
    expect(Object.keys(MEMBERS).toSorted()).toEqual(
      kinesisActions.map(({ name }) => name).toSorted(),
    );
  });

  it.each(Object.keys(MEMBERS))(
    'are missed where %s needs them, all at once',
    async (operation) => {
      const required = membersOf(operation).filter(({ isRequired }) => isRequired);
      const { text: answer } = await givenKinesis().send(operation);
      const missing = [...answer.matchAll(/Value null at '(\w+)' failed to satisfy/g)];
      expect(missing.map((match) => match[1] ?? '').toSorted()).toEqual(
        required.map(({ name }) => pathOf(name)).toSorted(),
      );
    },
  );

  it.each(Object.keys(MEMBERS))('are refused in their words by %s', async (operation) => {
    const { send } = givenKinesis();
    for (const { name, kind } of membersOf(operation)) {
      if (kind.says === undefined) continue;
      const { status, text: answer } = await send(operation, { [name]: kind.wrong });
      const { message } = JSON.parse(answer) as { message: string };
      expect([name, status]).toEqual([name, 400]);
      expect(message).toContain(`at '${pathOf(name)}' failed to satisfy constraint: ${kind.says}`);
    }
  });

  it.each(Object.keys(MEMBERS))(
    'are refused by %s when their type is another',
    async (operation) => {
      const { send } = givenKinesis();
      for (const { name, kind } of membersOf(operation)) {
        const { status, text: answer } = await send(operation, { [name]: kind.foreign });
        expect([name, status, answer]).toEqual([
          name,
          400,
          expect.stringMatching(/^{"__type":"SerializationException","Message":/),
        ]);
      }
    },
  );
});
