import {
  CreateStreamCommand,
  DeleteStreamCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { createEmulator } from '#emulator/index.ts';
import { kinesisClient, s3Client, type RequestHandler } from '#runtime/aws.ts';
import type { Log, LogFields } from '#runtime/log.ts';
import { seededRandom, type Random } from '#runtime/random.ts';
import { virtualClock, type VirtualClock } from '#runtime/virtual-clock.ts';
import { createConsumer, memoryStore, type Consumer, type ConsumerOptions } from './consumer.ts';

export const STREAM = 'rivers';
export const BUCKET = 'state';
const CONNECTION = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

/** What the tests put on the stream. */
export interface Item {
  readonly key: string;
  readonly n: number;
}

export interface LogEntry {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

export interface World {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Undisturbed, for the tests themselves. */
  readonly kinesis: KinesisClient;
  readonly s3: S3Client;
  readonly handler: RequestHandler;
  readonly logged: LogEntry[];
  readonly createStream: (shards: number) => Promise<void>;
  readonly deleteStream: () => Promise<void>;
  /** Numbers the items of a key as it is told. */
  readonly put: (key: string, ...ns: readonly number[]) => Promise<void>;
  readonly split: (shardId: string, at: bigint) => Promise<void>;
  readonly merge: (shardId: string, other: string) => Promise<void>;
  readonly consumer: (options?: Partial<ConsumerOptions<Item>>) => Consumer<Item>;
  /** Moves time until the promise has settled. */
  readonly settle: <T>(work: Promise<T>) => Promise<T>;
  readonly advanceUntil: (condition: () => boolean, withinMs?: number) => Promise<void>;
}

const CHANGE_MS = 50;
const STEP_MS = 100;

/** Kinesis and S3 in this process, on a clock that stands still unless it is moved. */
export async function givenWorld({ seed = 1, shards = 1 } = {}): Promise<World> {
  let isBusy = (): boolean => false;
  const clock = virtualClock({ isBusy: () => isBusy() });
  const random = seededRandom(seed);
  const logged: LogEntry[] = [];
  const log = listeningLog(logged);
  const emulator = createEmulator({ clock, random: random.fork('emulator'), log });
  isBusy = emulator.isBusy;
  const connection = { ...CONNECTION, requestHandler: emulator.requestHandler };
  const kinesis = kinesisClient(connection);
  const s3 = s3Client(connection);
  const StreamName = STREAM;

  const world: World = {
    clock,
    random,
    kinesis,
    s3,
    handler: emulator.requestHandler,
    logged,
    createStream: async (ShardCount) => {
      await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
      await clock.advance(CHANGE_MS);
    },
    deleteStream: async () => {
      await kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
      await clock.advance(CHANGE_MS);
    },
    put: async (key, ...ns) => {
      const Records = ns.map((n) => ({
        PartitionKey: key,
        Data: Buffer.from(JSON.stringify({ key, n })),
      }));
      await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
    },
    split: async (ShardToSplit, at) => {
      const NewStartingHashKey = String(at);
      await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
    },
    merge: async (ShardToMerge, AdjacentShardToMerge) => {
      const input = { StreamName, ShardToMerge, AdjacentShardToMerge };
      await kinesis.send(new MergeShardsCommand(input));
    },
    consumer: (options = {}) =>
      createConsumer<Item>({
        stream: STREAM,
        group: 'readers',
        client: kinesis,
        store: memoryStore(),
        clock,
        random: random.fork('consumer'),
        log,
        ...options,
      }),
    settle: (work) => settle(clock, work),
    advanceUntil: (condition, withinMs = 120_000) => advanceUntil(clock, condition, withinMs),
  };
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await world.createStream(shards);
  return world;
}

/** Clients whose requests pass through `handler`. */
export const clientsThrough = (requestHandler: RequestHandler) => ({
  kinesis: kinesisClient({ ...CONNECTION, requestHandler }),
  s3: s3Client({ ...CONNECTION, requestHandler }),
});

async function settle<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let isSettled = false;
  const mark = (): void => {
    isSettled = true;
  };
  work.then(mark, mark);
  await advanceUntil(clock, () => isSettled, 600_000);
  return work;
}

async function advanceUntil(
  clock: VirtualClock,
  condition: () => boolean,
  withinMs: number,
): Promise<void> {
  const until = clock.now() + withinMs;
  await clock.advance(0);
  while (!condition()) {
    if (clock.now() >= until) throw new Error(`nothing came of it within ${withinMs} ms`);
    await clock.advance(STEP_MS);
  }
}

function listeningLog(logged: LogEntry[]): Log {
  const hear =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      logged.push({ level, event, fields });
    };
  const log: Log = {
    debug: hear('debug'),
    info: hear('info'),
    warn: hear('warn'),
    error: hear('error'),
    child: () => log,
  };
  return log;
}

/** Collects what a handler is given, in order, with the shard it came by. */
export function collecting() {
  const seen: { shardId: string; key: string; n: number }[] = [];
  return {
    seen,
    ns: () => seen.map(({ n }) => n),
    handler: {
      each: ({ shardId, data }: { shardId: string; data: Item }): void => {
        seen.push({ shardId, key: data.key, n: data.n });
      },
    },
  };
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
