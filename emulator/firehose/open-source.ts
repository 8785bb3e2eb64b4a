import type { Shard } from '@aws-sdk/client-kinesis';
import { retry } from '#runtime/retry.ts';
import {
  listShards,
  shardIterator,
  streamCreation,
  type Position,
  type SourceOptions,
} from './read-shard.ts';
import type { StoredProgress } from './state.ts';

/** Some 15 attempts with up to 10 s between them: about a minute. */
const OPENING = { attempts: 15, baseMs: 500, maxMs: 10_000 };

/** A stream whose shards are held where reading begins, or goes on. */
export interface OpenSource {
  readonly progress: StoredProgress;
  readonly positions: readonly Position[];
}

/**
 * Takes an iterator at the tip of each open shard, trying for about a minute.
 *
 * As on AWS: a delivery stream reads from LATEST at the moment it becomes ACTIVE, so this is done
 * before anyone can see it ACTIVE, and no record put after that is missed.
 */
export const openSource = (options: SourceOptions): Promise<OpenSource> =>
  retry(() => holdTips(options), { ...options, ...OPENING, isRetryable: () => true });

/** Goes on behind what was delivered; from the beginning if the stream is another one of the name. */
export const resumeSource = (
  options: SourceOptions,
  stored: StoredProgress | undefined,
): Promise<OpenSource> =>
  retry(() => pickUp(options, stored), {
    ...options,
    ...OPENING,
    attempts: Number.POSITIVE_INFINITY,
    isRetryable: () => true,
    onRetry: (error, attempt) => {
      const where = { stream: options.streamName, error: String(error) };
      if (attempt === 1) options.log.warn('source not readable', where);
    },
  });

async function holdTips(options: SourceOptions): Promise<OpenSource> {
  const streamCreatedAt = await streamCreation(options);
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
  const progress: StoredProgress = {
    streamCreatedAt,
    since,
    tips: idsOf(open),
    skipped: idsOf(shards.filter(isClosed)),
    delivered: {},
  };
  return { progress, positions };
}

async function pickUp(
  options: SourceOptions,
  stored: StoredProgress | undefined,
): Promise<OpenSource> {
  const streamCreatedAt = await streamCreation(options);
  const since = options.clock.now();
  const progress =
    stored?.streamCreatedAt === streamCreatedAt
      ? stored
      : { streamCreatedAt, since, tips: [], skipped: [], delivered: {} };
  return { progress, positions: rootsOf(await listShards(options), progress) };
}

/** The shards that no other one leads to: their parents have aged out, or are none of ours. */
function rootsOf(shards: readonly Shard[], progress: StoredProgress): Position[] {
  const skipped = new Set(progress.skipped);
  const ours = new Set(idsOf(shards).filter((shardId) => !skipped.has(shardId)));
  return shards
    .filter(({ ShardId = '' }) => ours.has(ShardId))
    .filter((shard) => !parentsOf(shard).some((parent) => ours.has(parent)))
    .map(({ ShardId = '' }) => positionOf(ShardId, progress));
}

/** Behind what was delivered of the shard; of one that was open at the start, not before that. */
export function positionOf(shardId: string, { delivered, tips, since }: StoredProgress): Position {
  const isTip = tips.includes(shardId);
  return {
    shardId,
    start: isTip
      ? { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(since) }
      : { ShardIteratorType: 'TRIM_HORIZON' },
    lastSequenceNumber: delivered[shardId],
  };
}

const idsOf = (shards: readonly Shard[]): string[] => shards.map(({ ShardId = '' }) => ShardId);

const parentsOf = ({ ParentShardId, AdjacentParentShardId }: Shard): string[] =>
  [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined);

const isClosed = ({ SequenceNumberRange: range }: Shard): boolean =>
  range?.EndingSequenceNumber !== undefined;
