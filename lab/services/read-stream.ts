import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type GetRecordsOutput,
  type KinesisClient,
  type ListShardsOutput,
} from '@aws-sdk/client-kinesis';
import { decodeRecord, type LabRecord } from '#pipeline/record.ts';
import { answerWithin } from '#runtime/answer-within.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Random } from '#runtime/random.ts';
import { retry } from '#runtime/retry.ts';

const ANSWER_WITHIN_MS = 10_000;
/** The stream's other readers have need of a shard's five reads a second too. */
const READ_EVERY_MS = 500;
const BACKOFF = { attempts: 10, baseMs: 500, maxMs: 5_000 };

export interface ReadStreamOptions {
  readonly kinesis: KinesisClient;
  readonly stream: string;
  /** What arrives later is left alone. Epoch ms. */
  readonly until: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly onRecord: (record: LabRecord, arrivedAt: number) => void;
}

/** Reads everything that the stream still has, all shards side by side. */
export async function readStream(options: ReadStreamOptions): Promise<void> {
  const shardIds = await listShards(options);
  await Promise.all(shardIds.map((shardId) => readShard(options, shardId)));
}

async function listShards({ kinesis, stream }: ReadStreamOptions): Promise<string[]> {
  const shardIds: string[] = [];
  let token: string | undefined;
  do {
    // As on AWS: a token stands for the whole question, the stream's name included.
    const page: ListShardsOutput = await kinesis.send(
      new ListShardsCommand(token === undefined ? { StreamName: stream } : { NextToken: token }),
    );
    for (const { ShardId } of page.Shards ?? []) if (ShardId !== undefined) shardIds.push(ShardId);
    token = page.NextToken;
  } while (token !== undefined);
  return shardIds;
}

async function readShard(options: ReadStreamOptions, ShardId: string): Promise<void> {
  const { kinesis, stream: StreamName, until, clock, onRecord } = options;
  const request = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const start = await patiently(options, (abortSignal) =>
    kinesis.send(new GetShardIteratorCommand(request), { abortSignal }),
  );
  let iterator = start.ShardIterator;
  while (iterator !== undefined) {
    const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: 10_000 });
    const read: GetRecordsOutput = await patiently(options, (abortSignal) =>
      kinesis.send(command, { abortSignal }),
    );
    for (const { Data = new Uint8Array(), ApproximateArrivalTimestamp: at } of read.Records ?? []) {
      const arrivedAt = at?.getTime() ?? 0;
      if (arrivedAt > until) return;
      onRecord(decodeRecord(Data), arrivedAt);
    }
    if (read.MillisBehindLatest === 0 && clock.now() > until) return;
    iterator = read.NextShardIterator;
    await clock.sleep(READ_EVERY_MS);
  }
}

const patiently = <T>(
  { clock, random }: ReadStreamOptions,
  request: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> =>
  retry(() => answerWithin(ANSWER_WITHIN_MS, clock, request), {
    ...BACKOFF,
    clock,
    random,
    isRetryable: () => true,
  });
