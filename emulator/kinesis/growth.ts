import type { Shard } from './shard.ts';
import type { Kinesis } from './state.ts';
import type { Stream } from './stream.ts';

/**
 * Splits a shard of an on-demand stream in the middle, if it was hot; the stream is UPDATING for a
 * while.
 *
 * As on AWS: on-demand streams grow where their keys are hot, and never by a client's hand.
 * Unlike AWS: they do not shrink, and the shards of one stream grow one at a time.
 */
export function growIfHot(kinesis: Kinesis, stream: Stream, shard: Shard, now: number): void {
  if (!kinesis.limits.isOn || !shard.limits.heat.take()) return;
  const isOnDemand = stream.settings.mode.at(now) === 'ON_DEMAND';
  if (!isOnDemand || stream.status(now) !== 'ACTIVE' || !shard.isOpen(now)) return;
  if (stream.openShards(now).length >= kinesis.quotas.maxOnDemandShards) return;
  if (shard.range.end - shard.range.start < 4n) return;
  grow(kinesis, stream, shard, now);
  const input: Growth = { stream: stream.name, shard: shard.index };
  // Kept before the records of this call; if it cannot be, with those of a later one.
  kinesis.keeper.keepChange({ operation: GROWTH, input, at: now })?.catch(() => {});
}

/** What a growth is called among the changes that are kept. */
export const GROWTH = 'growth';

export interface Growth {
  readonly stream: string;
  readonly shard: number;
}

/** Does a growth again that was kept. */
export function growAgain(kinesis: Kinesis, growth: Growth): void {
  const stream = kinesis.stream(growth.stream);
  const shard = stream.shardByIndex(growth.shard);
  if (shard) grow(kinesis, stream, shard, kinesis.now());
}

function grow(kinesis: Kinesis, stream: Stream, shard: Shard, now: number): void {
  const { start, end } = shard.range;
  const middle = start + (end - start) / 2n;
  const halves = [
    { start, end: middle },
    { start: middle + 1n, end },
  ];
  kinesis.reshard(stream, [shard], halves, now);
}
