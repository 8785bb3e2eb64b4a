import { filterIncomplete } from './reading-errors.ts';
import { parseShardId } from './shard-id.ts';
import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

export const SHARD_FILTER_TYPES = [
  'AFTER_SHARD_ID',
  'AT_TRIM_HORIZON',
  'FROM_TRIM_HORIZON',
  'AT_LATEST',
  'AT_TIMESTAMP',
  'FROM_TIMESTAMP',
] as const;

export interface ShardFilter {
  readonly type: string;
  readonly shardId: string | undefined;
  /** Epoch ms. */
  readonly timestamp: number | undefined;
}

/**
 * Which of a stream's shards a listing shows, in the order of their ids.
 *
 * As on AWS: the six types of ShardFilter. A shard lives from its creation second to its children's,
 * so that no instant falls between them.
 */
export function filterShards(stream: Stream, filter: ShardFilter, now: number): Shard[] {
  const shards = stream.shards(now);
  const { type, shardId, timestamp } = filter;
  const trimHorizon = Math.max(now - stream.retentionMs, stream.createdAt);
  switch (type) {
    case 'AFTER_SHARD_ID':
      if (shardId === undefined) throw filterIncomplete(type, 'ShardId');
      return shardsAfter(shards, shardId);
    case 'AT_LATEST':
      return shards.filter((shard) => shard.isOpen(now));
    case 'AT_TRIM_HORIZON':
      return shards.filter((shard) => isAliveAt(shard, trimHorizon));
    case 'AT_TIMESTAMP':
      if (timestamp === undefined) throw filterIncomplete(type, 'Timestamp');
      return shards.filter((shard) => isAliveAt(shard, timestamp));
    case 'FROM_TIMESTAMP':
      if (timestamp === undefined) throw filterIncomplete(type, 'Timestamp');
      return shards.filter((shard) => endOf(shard) >= Math.max(timestamp, trimHorizon));
    default:
      return shards;
  }
}

/** Those whose id follows `shardId`; all of them without one. */
export function shardsAfter(shards: readonly Shard[], shardId: string | undefined): Shard[] {
  const last = shardId === undefined ? -1 : (parseShardId(shardId) ?? -1);
  return shards.filter((shard) => shard.index > last);
}

const endOf = (shard: Shard): number => shard.closing?.endsAt ?? Infinity;

const isAliveAt = (shard: Shard, instant: number): boolean =>
  shard.opensAt <= instant && endOf(shard) >= instant;
