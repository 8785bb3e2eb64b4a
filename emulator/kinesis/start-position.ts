import * as errors from './reading-errors.ts';
import { parseSequenceNumber } from './sequence-number.ts';
import { shardIdOf } from './shard-id.ts';
import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

/** Where a reader wants to begin, in the words of GetShardIterator and SubscribeToShard. */
export interface StartingPosition {
  readonly type: string;
  readonly sequenceNumber: string | undefined;
  /** Epoch ms. */
  readonly timestamp: number | undefined;
}

export interface StartingContext {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly now: number;
  /** The operation, which messages name. */
  readonly operation: string;
}

/**
 * Decides at which position of the shard's log reading begins.
 *
 * As on AWS: LATEST is fixed now, not at the first read; before the trim horizon means at it; a
 * shard's own starting sequence number is a position; a future instant is an error.
 */
export function startPosition(start: StartingPosition, context: StartingContext): number {
  const { records } = context.shard;
  switch (start.type) {
    case 'TRIM_HORIZON':
      refuseNumber(start);
      return records.first;
    case 'LATEST':
      refuseNumber(start);
      return records.end;
    case 'AT_TIMESTAMP':
      return atTimestamp(start.timestamp, context);
    default: {
      if (start.sequenceNumber === undefined) throw errors.startingNumberMissing(start.type);
      const isAfter = start.type === 'AFTER_SEQUENCE_NUMBER';
      const position = atSequenceNumber(start.sequenceNumber, isAfter, context);
      return Math.min(Math.max(position, records.first), records.end);
    }
  }
}

function refuseNumber({ type, sequenceNumber }: StartingPosition): void {
  if (sequenceNumber !== undefined) throw errors.startingNumberSuperfluous(type);
}

function atTimestamp(timestamp: number | undefined, { shard, now }: StartingContext): number {
  if (timestamp === undefined) throw errors.timestampMissing();
  if (timestamp > now) throw errors.timestampInFuture(timestamp, now);
  return shard.records.firstSince(timestamp);
}

/**
 * The n-th record of a shard has sequence index n and position n − 1. A number may also lie between
 * two records: a continuation number has its last record's index and a later time.
 */
function atSequenceNumber(text: string, isAfter: boolean, context: StartingContext): number {
  const { shard, stream, operation } = context;
  const use = { number: text, operation, shardId: shard.id, stream };
  const number = parseSequenceNumber(text);
  if (!number) throw errors.startingNumberInvalid(use);
  if (number.shardIndex !== shard.index) {
    throw errors.startingNumberOfOtherShard(shardIdOf(number.shardIndex), shard.id);
  }
  if (number.createdAtSeconds !== shard.createdAtSeconds) throw errors.startingNumberForeign(use);

  const own = shard.sequenceNumberAt(number.index - 1);
  if (own === undefined) return number.index;
  // Of equal length, so that they compare as numbers do.
  const isOwnBefore = isAfter ? own <= text : own < text;
  return isOwnBefore ? number.index : number.index - 1;
}
