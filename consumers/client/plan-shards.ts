import type { ShardState } from './state.ts';

/** A shard as ListShards or a parent's last answer shows it. */
export interface KnownShard {
  readonly shardId: string;
  /** None, the shard that was split, or the two that were merged. */
  readonly parents: readonly string[];
  /** Decimal, both ends included. */
  readonly hashRange: readonly [string, string];
}

export interface ListedShard extends KnownShard {
  readonly isOpen: boolean;
}

export interface ShardsKnown {
  /** A complete listing. */
  readonly listed: readonly ListedShard[];
  readonly stored: ReadonlyMap<string, Pick<ShardState, 'checkpoint' | 'parents'>>;
  /** Those that have a reader now. */
  readonly reading: ReadonlySet<string>;
  /** How many listings in a row have not shown a shard, this one included. */
  readonly absences: ReadonlyMap<string, number>;
}

export interface ShardPlan {
  /** Listed but without state: children, whose every record came after their parents' last. */
  readonly create: readonly ListedShard[];
  /** Whose turn it is: not done, and every parent is. */
  readonly read: readonly string[];
  /** Gone from the stream before they were read to their end. */
  readonly trimmed: readonly string[];
  /** Read to their end and gone from the stream: their state says nothing any more. */
  readonly forget: readonly string[];
}

/** A child can be known from its parent before the listing shows it, so one absence proves nothing. */
export const ABSENCES_TO_BE_GONE = 3;

/**
 * What to do about the shards of a stream. A parent that is neither listed nor stored has left the
 * stream, so its children need not wait for it.
 */
export function planShards({ listed, stored, reading, absences }: ShardsKnown): ShardPlan {
  const shown = new Set(listed.map(({ shardId }) => shardId));
  const isDone = (shardId: string): boolean =>
    stored.get(shardId)?.checkpoint === 'SHARD_END' ||
    (!stored.has(shardId) && !shown.has(shardId));

  const create = listed.filter(({ shardId }) => !stored.has(shardId));
  const unread = [
    ...[...stored].map(([shardId, { parents }]) => ({ shardId, parents })),
    ...create,
  ].filter(({ shardId }) => !isDone(shardId) && !reading.has(shardId));
  const isGone = (shardId: string): boolean =>
    !shown.has(shardId) && (absences.get(shardId) ?? 0) >= ABSENCES_TO_BE_GONE;
  const isPresent = (shardId: string): boolean => shown.has(shardId) || !absences.has(shardId);

  return {
    create,
    read: unread
      .filter(({ shardId, parents }) => isPresent(shardId) && parents.every(isDone))
      .map(({ shardId }) => shardId),
    trimmed: unread.map(({ shardId }) => shardId).filter(isGone),
    forget: [...stored.keys()].filter((shardId) => isDone(shardId) && isGone(shardId)),
  };
}

/** Counts for each stored shard how many listings in a row have not shown it. */
export function countAbsences(
  before: ReadonlyMap<string, number>,
  { listed, stored }: Pick<ShardsKnown, 'listed' | 'stored'>,
): Map<string, number> {
  const shown = new Set(listed.map(({ shardId }) => shardId));
  const absent = [...stored.keys()].filter((shardId) => !shown.has(shardId));
  return new Map(absent.map((shardId) => [shardId, (before.get(shardId) ?? 0) + 1]));
}

/** Whether the open shards cover every hash key; a listing in the middle of a reshard may not. */
export function coversAllHashKeys(listed: readonly ListedShard[]): boolean {
  const ranges = listed
    .filter(({ isOpen }) => isOpen)
    .map(({ hashRange: [from, to] }) => ({ from: BigInt(from), to: BigInt(to) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  let next = 0n;
  for (const { from, to } of ranges) {
    if (from > next) return false;
    if (to >= next) next = to + 1n;
  }
  return next === 2n ** 128n;
}
