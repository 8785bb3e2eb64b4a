import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  type ChildShard,
  type GetRecordsCommandOutput,
  type KinesisClient,
  type Shard,
  type _Record,
} from '@aws-sdk/client-kinesis';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import { answerWithin } from '#runtime/answer-within.ts';

const RECORDS_PER_READ = 10_000;
const ANSWER_WITHIN_MS = 10_000;

/** Where records go. */
export interface RecordSink {
  /** While it is, nothing is read: the records are safe in the stream. */
  readonly isFull: () => boolean;
  readonly receive: (records: readonly _Record[], shardId: string) => void;
}

export interface SourceOptions {
  readonly kinesis: KinesisClient;
  readonly streamName: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Of waits between attempts. */
  readonly random: Random;
  readonly sink: RecordSink;
  readonly signal: AbortSignal;
}

export type StreamQuestion = Pick<SourceOptions, 'kinesis' | 'streamName' | 'clock'>;

/** How far one shard has been read. */
export interface Position {
  readonly shardId: string;
  readonly start: Start;
  iterator?: string | undefined;
  lastSequenceNumber?: string | undefined;
}

export type Start =
  | { readonly ShardIteratorType: 'TRIM_HORIZON' }
  | { readonly ShardIteratorType: 'AT_TIMESTAMP'; readonly Timestamp: Date };

/** The children, once the shard has nothing more to give. */
export async function readOnce(
  options: SourceOptions,
  position: Position,
): Promise<readonly ChildShard[] | undefined> {
  const output = await nextRecords(options, position);
  if (options.signal.aborted) return undefined;
  const { Records: records = [], NextShardIterator, ChildShards = [] } = output;
  position.iterator = NextShardIterator;
  position.lastSequenceNumber = records.at(-1)?.SequenceNumber ?? position.lastSequenceNumber;
  if (records.length > 0) options.sink.receive(records, position.shardId);
  return NextShardIterator === undefined ? ChildShards : undefined;
}

/** As on AWS: an iterator lives for five minutes; one that expired is taken again after what was read. */
async function nextRecords(
  options: SourceOptions,
  position: Position,
): Promise<GetRecordsCommandOutput> {
  const { shardId, start, lastSequenceNumber } = position;
  position.iterator ??= await shardIterator(
    options,
    shardId,
    lastSequenceNumber === undefined
      ? start
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: lastSequenceNumber },
  );
  const command = new GetRecordsCommand({
    ShardIterator: position.iterator,
    Limit: RECORDS_PER_READ,
  });
  try {
    return await answerWithin(ANSWER_WITHIN_MS, options.clock, (abortSignal) =>
      options.kinesis.send(command, { abortSignal }),
    );
  } catch (error) {
    if (error instanceof ExpiredIteratorException) position.iterator = undefined;
    throw error;
  }
}

export async function shardIterator(
  { kinesis, streamName, clock }: SourceOptions,
  shardId: string,
  from: Start | { ShardIteratorType: 'LATEST' } | AfterSequenceNumber,
): Promise<string | undefined> {
  const command = new GetShardIteratorCommand({
    StreamName: streamName,
    ShardId: shardId,
    ...from,
  });
  const { ShardIterator } = await answerWithin(ANSWER_WITHIN_MS, clock, (abortSignal) =>
    kinesis.send(command, { abortSignal }),
  );
  return ShardIterator;
}

interface AfterSequenceNumber {
  readonly ShardIteratorType: 'AFTER_SEQUENCE_NUMBER';
  readonly StartingSequenceNumber: string;
}

/** When the stream of that name was created, in epoch ms: what tells it from another of the name. */
export async function streamCreation({
  kinesis,
  streamName,
  clock,
}: StreamQuestion): Promise<number> {
  const command = new DescribeStreamSummaryCommand({ StreamName: streamName });
  const { StreamDescriptionSummary: summary } = await answerWithin(
    ANSWER_WITHIN_MS,
    clock,
    (abortSignal) => kinesis.send(command, { abortSignal }),
  );
  return summary?.StreamCreationTimestamp?.getTime() ?? 0;
}

/** All shards inside retention, closed ones among them; throws Kinesis' own error if there is no such stream. */
export async function listShards({
  kinesis,
  streamName,
  clock,
}: StreamQuestion): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListShardsCommand(
      nextToken === undefined ? { StreamName: streamName } : { NextToken: nextToken },
    );
    const page = await answerWithin(ANSWER_WITHIN_MS, clock, (abortSignal) =>
      kinesis.send(command, { abortSignal }),
    );
    shards.push(...(page.Shards ?? []));
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return shards;
}
