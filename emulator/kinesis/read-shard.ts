import type { ReadBounds, RecordRun } from './records/record-log.ts';
import type { Shard } from './shard.ts';

/** As on AWS: of one GetRecords. */
export const MAX_RECORDS = 10_000;

export interface ShardRead {
  readonly records: RecordRun;
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
  const next = from + records.count;
  const unreadSince = shard.records.arrivedAt(next);
  const isOver = records.count === 0 && unreadSince === undefined && shard.hasEnded(now);
  return {
    records,
    position: next,
    millisBehind: unreadSince === undefined ? 0 : now - unreadSince,
    children: isOver ? (shard.closing?.children ?? []) : undefined,
  };
}
