import {
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  type KinesisClient,
  type Shard,
  type StreamDescriptionSummary,
} from '@aws-sdk/client-kinesis';
import { askUntilAnswered, type Asking } from './ask.ts';
import type { ListedShard } from './plan-shards.ts';
import { serverDate } from './server-date.ts';

export type StreamRef = string | { readonly arn: string };

/** How AWS wants a stream named. */
export type StreamName = { readonly StreamName: string } | { readonly StreamARN: string };

export const streamName = (ref: StreamRef): StreamName =>
  typeof ref === 'string' ? { StreamName: ref } : { StreamARN: ref.arn };

/** What makes a stream this one and not another of the same name. */
export interface StreamIdentity {
  readonly name: string;
  readonly arn: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly retentionMs: number;
}

export interface StreamQuestion extends Asking {
  readonly client: KinesisClient;
  readonly stream: StreamName;
}

const ACTIVE_POLL_MS = 100;
const MS_PER_HOUR = 3_600_000;

/** The stream's identity, once it can be read. Throws ResourceNotFoundException if there is none. */
export async function identifyStream(
  question: StreamQuestion,
  signal: AbortSignal,
): Promise<StreamIdentity> {
  for (;;) {
    const summary = await describe(question, signal);
    const { StreamName, StreamARN, StreamStatus, StreamCreationTimestamp } = summary;
    if (StreamStatus === 'CREATING') {
      await question.clock.sleep(ACTIVE_POLL_MS, signal);
      continue;
    }
    return {
      name: StreamName ?? '',
      arn: StreamARN ?? '',
      createdAt: StreamCreationTimestamp?.getTime() ?? 0,
      retentionMs: (summary.RetentionPeriodHours ?? 0) * MS_PER_HOUR,
    };
  }
}

async function describe(
  { client, stream, ...asking }: StreamQuestion,
  signal: AbortSignal,
): Promise<StreamDescriptionSummary> {
  const command = new DescribeStreamSummaryCommand(stream);
  const { StreamDescriptionSummary } = await askUntilAnswered(
    'DescribeStreamSummary',
    (abort) => client.send(command, abort),
    asking,
    signal,
  );
  if (!StreamDescriptionSummary) throw new Error('DescribeStreamSummary described nothing');
  return StreamDescriptionSummary;
}

/** Every shard the stream still has, closed ones included. */
export async function listShards(
  { client, stream, ...asking }: StreamQuestion,
  signal: AbortSignal,
): Promise<ListedShard[]> {
  const shards: ListedShard[] = [];
  let token: string | undefined;
  do {
    // As on AWS: a token stands for the whole question, the stream's name included.
    const command = new ListShardsCommand(token === undefined ? stream : { NextToken: token });
    const page = await askUntilAnswered(
      'ListShards',
      (abort) => client.send(command, abort),
      asking,
      signal,
    );
    shards.push(...(page.Shards ?? []).map(listedShard));
    token = page.NextToken;
  } while (token !== undefined);
  return shards;
}

function listedShard(shard: Shard): ListedShard {
  const { ShardId, ParentShardId, AdjacentParentShardId, HashKeyRange } = shard;
  return {
    shardId: ShardId ?? '',
    parents: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
    hashRange: [HashKeyRange?.StartingHashKey ?? '', HashKeyRange?.EndingHashKey ?? ''],
    isOpen: shard.SequenceNumberRange?.EndingSequenceNumber === undefined,
  };
}

/**
 * The present instant for a position that must not lie in the stream's future, nor after records
 * that arrive from now on: the earlier of our clock and the server's `Date`, which counts seconds.
 */
export async function serverNow(question: StreamQuestion, signal: AbortSignal): Promise<number> {
  const command = new DescribeStreamSummaryCommand(question.stream);
  const date = serverDate();
  command.middlewareStack.add(date.middleware, date.place);
  const { client, clock } = question;
  const askedAt = clock.now();
  await askUntilAnswered('now', (abort) => client.send(command, abort), question, signal);
  const serverAt = date.at();
  return serverAt === undefined ? askedAt : Math.min(askedAt, serverAt);
}
