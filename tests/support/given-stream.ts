import {
  CreateStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  LimitExceededException,
  MergeShardsCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  type GetRecordsOutput,
  type GetShardIteratorInput,
  type PutRecordOutput,
  type StartingPosition,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import path from 'node:path';
import { expect } from 'vitest';
import type { Stack } from './backends.ts';
import { untilActive } from './until-active.ts';

/** Longer than it takes until records go to the children of a reshard. */
const RESHARD_MS = 2_100;

let namesMade = 0;

/** A name that no other case uses, in this file or another. */
export const freshName = (): string =>
  `${path.basename(expect.getState().testPath ?? '', '.test.ts')}-${++namesMade}`;

/** The id in full: only AWS and the embedded emulator take short forms. */
export const shardId = (shard: number): string => `shardId-${String(shard).padStart(12, '0')}`;

export interface GivenStream {
  readonly name: string;
  readonly arn: string;
  /** `more` may name a partition key or a hash key; by default the record goes to the first shard. */
  readonly put: (text: string, more?: object) => Promise<PutRecordOutput>;
  readonly iterator: (more?: Partial<GetShardIteratorInput>) => Promise<string>;
  readonly read: (iterator: string | undefined, limit?: number) => Promise<GetRecordsOutput>;
  readonly split: (shard: number, hashKey: string) => Promise<void>;
  readonly merge: (shard: number, adjacentShard: number) => Promise<void>;
  readonly registerConsumer: (consumerName: string) => Promise<string>;
}

export async function givenStream(stack: Stack, { shards = 1 } = {}): Promise<GivenStream> {
  const { kinesis, pass } = stack;
  const StreamName = freshName();
  await create(stack, new CreateStreamCommand({ StreamName, ShardCount: shards }));
  let StreamARN = '';
  await untilActive(stack, async () => {
    const answer = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    ({ StreamARN = '' } = answer.StreamDescriptionSummary ?? {});
    return answer.StreamDescriptionSummary?.StreamStatus;
  });

  return {
    name: StreamName,
    arn: StreamARN,
    put: (text, more = { ExplicitHashKey: '0' }) =>
      kinesis.send(
        new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text), ...more }),
      ),
    iterator: async (more = {}) => {
      const request = {
        ShardId: shardId(0),
        ShardIteratorType: 'TRIM_HORIZON',
        ...more,
      } as const;
      const answer = await kinesis.send(new GetShardIteratorCommand({ StreamName, ...request }));
      return answer.ShardIterator ?? '';
    },
    read: (iterator, limit) =>
      kinesis.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit })),
    split: async (shard, hashKey) => {
      const request = { ShardToSplit: shardId(shard), NewStartingHashKey: hashKey };
      await kinesis.send(new SplitShardCommand({ StreamName, ...request }));
      await pass(RESHARD_MS);
    },
    merge: async (shard, adjacentShard) => {
      const request = {
        ShardToMerge: shardId(shard),
        AdjacentShardToMerge: shardId(adjacentShard),
      };
      await kinesis.send(new MergeShardsCommand({ StreamName, ...request }));
      await pass(RESHARD_MS);
    },
    registerConsumer: async (consumerName) => {
      const request = { StreamARN, ConsumerName: consumerName };
      const { Consumer } = await kinesis.send(new RegisterStreamConsumerCommand(request));
      const { ConsumerARN = '' } = Consumer ?? {};
      await untilActive(stack, async () => {
        const answer = await kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN }));
        return answer.ConsumerDescription?.ConsumerStatus;
      });
      return ConsumerARN;
    },
  };
}

/** Cases side by side share five streams in CREATING: one more waits until there is room. */
async function create({ kinesis, pass, changeMs }: Stack, command: CreateStreamCommand) {
  for (let left = 50; ; left--) {
    try {
      return await kinesis.send(command);
    } catch (error) {
      if (left === 0 || !(error instanceof LimitExceededException)) throw error;
      await pass(changeMs);
    }
  }
}

export const textsOf = ({ Records = [] }: Pick<GetRecordsOutput, 'Records'>): string[] =>
  Records.map(({ Data }) => Buffer.from(Data ?? []).toString());

export interface Subscribed {
  readonly events: readonly SubscribeToShardEvent[];
  /**
   * Lets so much of the backend's time pass, in which the stream of events must end; resolves with the
   * error that ended it, if there was one.
   */
  readonly endsWithin: (ms: number) => Promise<unknown>;
}

/** Subscribes to the stream's first shard, and reads on until the backend ends it. */
export async function subscribe(
  { kinesis, pass }: Stack,
  consumerArn: string,
  StartingPosition: StartingPosition,
): Promise<Subscribed> {
  const request = { ConsumerARN: consumerArn, ShardId: shardId(0), StartingPosition };
  const { EventStream = [] } = await kinesis.send(new SubscribeToShardCommand(request));
  const events: SubscribeToShardEvent[] = [];
  const readOn = async (): Promise<void> => {
    for await (const event of EventStream) {
      if (event.SubscribeToShardEvent) events.push(event.SubscribeToShardEvent);
    }
  };
  let end: { readonly error: unknown } | undefined;
  void readOn().then(
    () => (end = { error: undefined }),
    (error: unknown) => (end = { error }),
  );
  const endsWithin = async (ms: number): Promise<unknown> => {
    await pass(ms);
    expect(end, `an end within ${ms} ms`).toBeDefined();
    return end?.error;
  };
  return { events, endsWithin };
}
