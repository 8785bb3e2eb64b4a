/** The largest number that a shard id may carry. */
const MAX_SHARD_INDEX = 2_147_483_647;

const SHARD_ID = /^(?:[a-zA-Z0-9_.-]+-)?0*(\d{1,10})$/;

export const shardIdOf = (index: number): string => `shardId-${String(index).padStart(12, '0')}`;

/**
 * Reads a shard id; undefined if it is none.
 *
 * As on AWS (observed on production Kinesis): any `word-NUMBER` and a bare number will do, up to
 * 2147483647; answers carry the full form.
 */
export function parseShardId(text: string): number | undefined {
  const digits = SHARD_ID.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const index = Number(digits);
  return index <= MAX_SHARD_INDEX ? index : undefined;
}
