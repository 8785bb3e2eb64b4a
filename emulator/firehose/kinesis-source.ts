import type { ChildShard, Shard } from '@aws-sdk/client-kinesis';
import type { Clock } from '#runtime/clock.ts';
import { retry } from '#runtime/retry.ts';
import {
  listShards,
  readOnce,
  shardIterator,
  type Position,
  type SourceOptions,
} from './read-shard.ts';

/** As on AWS: each shard is read once per second. */
const READ_EVERY_MS = 1_000;

/** Some 15 attempts with up to 10 s between them: about a minute. */
const OPENING = { attempts: 15, baseMs: 500, maxMs: 10_000 };

/** A stream whose open shards are held at their tips, ready to be read. */
export interface OpenSource {
  readonly since: number;
  readonly positions: readonly Position[];
  /** Their children are nobody's to wait for. */
  readonly closedShardIds: readonly string[];
}

/**
 * Takes an iterator at the tip of each open shard, trying for about a minute.
 *
 * As on AWS: a delivery stream reads from LATEST at the moment it becomes ACTIVE, so this is done
 * before anyone can see it ACTIVE, and no record put after that is missed.
 */
export async function openSource(options: SourceOptions): Promise<OpenSource> {
  return retry(() => holdTips(options), { ...options, ...OPENING, isRetryable: () => true });
}

async function holdTips(options: SourceOptions): Promise<OpenSource> {
  const shards = await listShards(options);
  const open = shards.filter((shard) => !isClosed(shard));
  if (open.length === 0) throw new Error(`stream ${options.streamName} has no open shard`);
  const since = options.clock.now();
  // An iterator that expires before a record came is taken again at the same instant.
  const start = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(since) } as const;
  const positions = await Promise.all(
    open.map(async ({ ShardId: shardId = '' }): Promise<Position> => {
      const iterator = await shardIterator(options, shardId, { ShardIteratorType: 'LATEST' });
      return { shardId, start, iterator };
    }),
  );
  const closedShardIds = shards.filter(isClosed).map(({ ShardId = '' }) => ShardId);
  return { since, positions, closedShardIds };
}

/**
 * Reads every shard of a stream into a sink until told to stop: each at its tip first, its children
 * from their beginning once all their parents have been read to the end.
 *
 * As on AWS: one GetRecords per second and shard, out of the shard's own read limits.
 * Unlike AWS: what the KPL aggregated is passed on as it is.
 */
export async function readSource(options: SourceOptions, source: OpenSource): Promise<void> {
  const finished = new Set(source.closedShardIds);
  const started = new Set(source.positions.map(({ shardId }) => shardId));

  async function follow(position: Position): Promise<void> {
    const children = await readToEnd(options, position, source.since);
    if (options.signal.aborted) return;
    finished.add(position.shardId);
    await Promise.all(children.filter(isNext).map(followChild));
  }

  /** A merged shard has two parents: the one that ends last brings it along. */
  const isNext = ({ ShardId = '', ParentShards = [] }: ChildShard): boolean =>
    !started.has(ShardId) && ParentShards.every((parent) => finished.has(parent));

  async function followChild({ ShardId: shardId = '' }: ChildShard): Promise<void> {
    started.add(shardId);
    options.log.info('source shard opened', { stream: options.streamName, shard: shardId });
    await follow({ shardId, start: { ShardIteratorType: 'TRIM_HORIZON' } });
  }

  await Promise.all(source.positions.map(follow));
}

/** Reads one shard on a fixed beat counted from `since`; returns its children when it has ended. */
async function readToEnd(
  options: SourceOptions,
  position: Position,
  since: number,
): Promise<readonly ChildShard[]> {
  const { clock, signal, log, sink } = options;
  const where = { stream: options.streamName, shard: position.shardId };
  let isFailing = false;
  for (let beat = nextBeat(since, clock.now()); ; beat = nextBeat(since, clock.now(), beat)) {
    await sleepUntil(beat, clock, signal);
    if (signal.aborted) return [];
    if (sink.isFull()) continue;
    try {
      const children = await readOnce(options, position);
      if (isFailing) log.info('source readable again', where);
      isFailing = false;
      if (children) return children;
    } catch (error) {
      if (!isFailing) log.warn('source not readable', { ...where, error: String(error) });
      isFailing = true;
    }
  }
}

const isClosed = ({ SequenceNumberRange: range }: Shard): boolean =>
  range?.EndingSequenceNumber !== undefined;

/** The first instant of the beat after both `now` and `previous`: beats that were missed are skipped. */
const nextBeat = (since: number, now: number, previous = since): number =>
  since + READ_EVERY_MS * (Math.floor((Math.max(now, previous) - since) / READ_EVERY_MS) + 1);

/** A timer may fire a little early; a beat never does. */
async function sleepUntil(instant: number, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && clock.now() < instant) await clock.sleep(instant - clock.now(), signal);
}
