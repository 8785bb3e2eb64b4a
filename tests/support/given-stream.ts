import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
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
import type { Stack } from './backends.ts';

/** A little longer than the slowest backend takes for a change. */
const CHANGE_MS = 100;

/** Longer than it takes until records go to the children of a reshard. */
const RESHARD_MS = 2_100;

let streamsMade = 0;

/** A name that no other case of this file uses. */
export const freshName = (): string => `stream-${++streamsMade}`;

export interface GivenStream {
  readonly name: string;
  readonly arn: string;
  /** `more` may name a partition key or a hash key; by default the record goes to the first shard. */
  readonly put: (text: string, more?: object) => Promise<PutRecordOutput>;
  readonly iterator: (more?: Partial<GetShardIteratorInput>) => Promise<string>;
  readonly read: (iterator: string | undefined, limit?: number) => Promise<GetRecordsOutput>;
  readonly split: (shardId: string, hashKey: string) => Promise<void>;
  readonly merge: (shardId: string, adjacentShardId: string) => Promise<void>;
  readonly registerConsumer: (consumerName: string) => Promise<string>;
}

export async function givenStream(stack: Stack, { shards = 1 } = {}): Promise<GivenStream> {
  const { kinesis, pass } = stack;
  const StreamName = freshName();
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
  await pass(CHANGE_MS);
  const summary = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  const { StreamARN = '' } = summary.StreamDescriptionSummary ?? {};

  return {
    name: StreamName,
    arn: StreamARN,
    put: (text, more = { ExplicitHashKey: '0' }) =>
      kinesis.send(
        new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text), ...more }),
      ),
    iterator: async (more = {}) => {
      const request = { ShardId: '0', ShardIteratorType: 'TRIM_HORIZON', ...more } as const;
      const answer = await kinesis.send(new GetShardIteratorCommand({ StreamName, ...request }));
      return answer.ShardIterator ?? '';
    },
    read: (iterator, limit) =>
      kinesis.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit })),
    split: async (shardId, hashKey) => {
      const request = { ShardToSplit: shardId, NewStartingHashKey: hashKey };
      await kinesis.send(new SplitShardCommand({ StreamName, ...request }));
      await pass(RESHARD_MS);
    },
    merge: async (shardId, adjacentShardId) => {
      const request = { ShardToMerge: shardId, AdjacentShardToMerge: adjacentShardId };
      await kinesis.send(new MergeShardsCommand({ StreamName, ...request }));
      await pass(RESHARD_MS);
    },
    registerConsumer: async (consumerName) => {
      const request = { StreamARN, ConsumerName: consumerName };
      const { Consumer } = await kinesis.send(new RegisterStreamConsumerCommand(request));
      await pass(CHANGE_MS);
      return Consumer?.ConsumerARN ?? '';
    },
  };
}

export const textsOf = ({ Records = [] }: Pick<GetRecordsOutput, 'Records'>): string[] =>
  Records.map(({ Data }) => Buffer.from(Data ?? []).toString());

export interface Subscribed {
  readonly events: readonly SubscribeToShardEvent[];
  /** Resolves when the stream of events has ended, with the error that ended it if there was one. */
  readonly ended: Promise<unknown>;
}

/** Subscribes to the stream's first shard, and reads on until the backend ends it. */
export async function subscribe(
  { kinesis }: Stack,
  consumerArn: string,
  StartingPosition: StartingPosition,
): Promise<Subscribed> {
  const request = { ConsumerARN: consumerArn, ShardId: '0', StartingPosition };
  const { EventStream = [] } = await kinesis.send(new SubscribeToShardCommand(request));
  const events: SubscribeToShardEvent[] = [];
  const readOn = async (): Promise<void> => {
    for await (const event of EventStream) {
      if (event.SubscribeToShardEvent) events.push(event.SubscribeToShardEvent);
    }
  };
  return { events, ended: readOn().catch((error: unknown) => error) };
}
