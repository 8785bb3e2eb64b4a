import type { ReadBounds, StoredRecord } from './record-log.ts';
import type { Shard } from './shard.ts';

/** As on AWS: of one GetRecords. */
export const MAX_RECORDS = 10_000;

export interface ShardRead {
  readonly records: readonly StoredRecord[];
  /** Where the next read goes on. */
  readonly position: number;
  /** How long the next unread record has been waiting; 0 at the tip. */
  readonly millisBehind: number;
  /** Set once there is nothing left and never will be: where the stream goes on. */
  readonly children: readonly Shard[] | undefined;
}

/**
 * Reads a shard from `position`, or from its oldest record if that is later.
 *
 * As on AWS: a read that still finds records does not yet tell of the shard's end; the next one does.
 */
export function readShard(
  shard: Shard,
  position: number,
  bounds: ReadBounds,
  now: number,
): ShardRead {
  const from = Math.max(position, shard.records.first);
  const records = shard.records.read(from, bounds);
  const next = from + records.length;
  const unread = shard.records.at(next);
  const isOver = records.length === 0 && unread === undefined && shard.hasEnded(now);
  return {
    records,
    position: next,
    millisBehind: unread ? now - unread.arrivedAt : 0,
    children: isOver ? (shard.closing?.children ?? []) : undefined,
  };
}
