import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type ChildShard,
  type GetRecordsOutput,
  type KinesisClient,
  type Shard,
} from '@aws-sdk/client-kinesis';
import type { Clock } from '#runtime/clock.ts';
import type { TailedRecord } from './tail-line.ts';

/** The oldest record there is, only what is still to come, or an instant. */
export type TailFrom = 'start' | 'latest' | { readonly at: number };

export interface TailOptions {
  readonly kinesis: KinesisClient;
  readonly stream: string;
  readonly from: TailFrom;
  readonly clock: Clock;
  /** Aborts when enough has been seen. */
  readonly signal: AbortSignal;
  readonly onRecord: (record: TailedRecord) => void;
  /** Is told when nothing has come for some seconds, once until something comes again. */
  readonly onSilence: (shards: number) => void;
}

/** As AWS advises: once a second. Firehose and a consumer read the same five times a second. */
const POLL_MS = 1_000;
/** While there is more to read: the shard's limit, shared with others. */
const CATCH_UP_MS = 250;
const SILENT_AFTER_MS = 3_000;

/**
 * Reads all shards of a stream, and their children after them, until it is told to stop or every shard has
 * ended. What comes in one round is told in the order of its arrival.
 */
export async function tailStream(options: TailOptions): Promise<void> {
  const { clock, signal, onRecord, onSilence } = options;
  const readers = await openReaders(options);
  let heardAt = clock.now();
  let isSilenceTold = false;
  while (!signal.aborted && readers.size > 0) {
    const { records, isBehind } = await readRound(options, readers);
    for (const record of records) onRecord(record);
    if (records.length > 0) {
      heardAt = clock.now();
      isSilenceTold = false;
    } else if (!isSilenceTold && clock.now() - heardAt >= SILENT_AFTER_MS) {
      isSilenceTold = true;
      onSilence(readers.size);
    }
    await clock.sleep(isBehind ? CATCH_UP_MS : POLL_MS, signal);
  }
}

/** Iterators by shard. */
type Readers = Map<string, string>;

/** Of shards without a parent that is read, too: children begin where their parents end. */
async function openReaders(options: TailOptions): Promise<Readers> {
  const shards = await listShards(options);
  const ids = new Set(shards.map(({ ShardId }) => ShardId));
  const roots = shards.filter(
    ({ ParentShardId, AdjacentParentShardId }) =>
      !ids.has(ParentShardId) && !ids.has(AdjacentParentShardId),
  );
  const readers: Readers = new Map();
  for (const { ShardId = '' } of roots) {
    readers.set(ShardId, await iteratorOf(options, ShardId, options.from));
  }
  return readers;
}

async function listShards({ kinesis, stream, from }: TailOptions): Promise<Shard[]> {
  const shards: Shard[] = [];
  const ShardFilter = filterFor(from);
  for (let NextToken: string | undefined; ;) {
    const which = NextToken === undefined ? { StreamName: stream, ShardFilter } : { NextToken };
    const page = await kinesis.send(new ListShardsCommand(which));
    shards.push(...(page.Shards ?? []));
    NextToken = page.NextToken;
    if (NextToken === undefined) return shards;
  }
}

const filterFor = (from: TailFrom) => {
  if (from === 'start') return { Type: 'FROM_TRIM_HORIZON' } as const;
  if (from === 'latest') return { Type: 'AT_LATEST' } as const;
  return { Type: 'FROM_TIMESTAMP', Timestamp: new Date(from.at) } as const;
};

async function iteratorOf(
  { kinesis, stream }: TailOptions,
  ShardId: string,
  from: TailFrom,
): Promise<string> {
  const position =
    from === 'start'
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : from === 'latest'
        ? ({ ShardIteratorType: 'LATEST' } as const)
        : ({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(from.at) } as const);
  const request = { StreamName: stream, ShardId, ...position };
  return (await kinesis.send(new GetShardIteratorCommand(request))).ShardIterator ?? '';
}

interface Round {
  readonly records: readonly TailedRecord[];
  readonly isBehind: boolean;
}

async function readRound(options: TailOptions, readers: Readers): Promise<Round> {
  const records: TailedRecord[] = [];
  let isBehind = false;
  for (const [shardId, iterator] of readers) {
    const read = await readShard(options.kinesis, iterator);
    if (!read) continue;
    records.push(...(read.Records ?? []).map((record) => tailed(shardId, record)));
    isBehind ||= (read.MillisBehindLatest ?? 0) > 0;
    if (read.NextShardIterator !== undefined) readers.set(shardId, read.NextShardIterator);
    else await replace(options, readers, shardId, read.ChildShards ?? []);
  }
  return { records: records.sort((a, b) => a.arrivedAt - b.arrivedAt), isBehind };
}

/** Undefined if the shard is read too often at this moment, which the next round mends. */
async function readShard(
  kinesis: KinesisClient,
  ShardIterator: string,
): Promise<GetRecordsOutput | undefined> {
  try {
    return await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 1_000 }));
  } catch (error) {
    const isTooOften =
      error instanceof Error && error.name === 'ProvisionedThroughputExceededException';
    if (isTooOften) return undefined;
    throw error;
  }
}

/** A child of two is read when both have ended. */
async function replace(
  options: TailOptions,
  readers: Readers,
  ended: string,
  children: readonly ChildShard[],
): Promise<void> {
  readers.delete(ended);
  for (const { ShardId = '', ParentShards = [] } of children) {
    if (readers.has(ShardId) || ParentShards.some((parent) => readers.has(parent))) continue;
    readers.set(ShardId, await iteratorOf(options, ShardId, 'start'));
  }
}

const tailed = (
  shardId: string,
  record: NonNullable<GetRecordsOutput['Records']>[number],
): TailedRecord => ({
  shardId,
  sequenceNumber: record.SequenceNumber ?? '',
  partitionKey: record.PartitionKey ?? '',
  arrivedAt: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
  data: record.Data ?? new Uint8Array(),
});
