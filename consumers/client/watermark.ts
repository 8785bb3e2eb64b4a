import { compareSequenceNumbers } from './record.ts';
import type { Checkpoint, ShardState } from './state.ts';

/** How far the handler has come in one shard. */
export interface Progress {
  /** Every record up to this one is done; undefined: none yet. */
  readonly sequenceNumber: string | undefined;
  /** Everything that arrived up to this instant is done; null: unknown. */
  readonly handledUntil: number | null;
}

/** An idle shard's `handledUntil` is stored this often: one write, against a false alarm about retention. */
const IDLE_WRITE_EVERY_MS = 3_600_000;

/** What to store after `progress`; undefined if it would not advance what is stored. */
export function advanced(stored: ShardState, progress: Progress): ShardState | undefined {
  const checkpoint = furtherOf(stored.checkpoint, progress.sequenceNumber);
  const hasMoved = checkpoint !== stored.checkpoint;
  const isDue = isIdleWriteDue(stored.handledUntil, progress.handledUntil);
  if (!hasMoved && !isDue) return undefined;
  return { ...stored, checkpoint, handledUntil: laterOf(stored, progress) };
}

/** The last word on a shard before it is let go: also what is not worth a write of its own. */
export const settled = (stored: ShardState, progress: Progress): ShardState => ({
  ...stored,
  checkpoint: furtherOf(stored.checkpoint, progress.sequenceNumber),
  handledUntil: laterOf(stored, progress),
});

function furtherOf(stored: Checkpoint, handled: string | undefined): Checkpoint {
  if (handled === undefined || stored === 'SHARD_END') return stored;
  const isFurther = typeof stored === 'string' || compareSequenceNumbers(handled, stored.seq) > 0;
  return isFurther ? { seq: handled, sub: 0 } : stored;
}

function isIdleWriteDue(stored: number | null, handled: number | null): boolean {
  if (handled === null) return false;
  return stored !== null && handled - stored >= IDLE_WRITE_EVERY_MS;
}

const laterOf = (stored: ShardState, progress: Progress): number | null =>
  stored.handledUntil === null || progress.handledUntil === null
    ? (progress.handledUntil ?? stored.handledUntil)
    : Math.max(stored.handledUntil, progress.handledUntil);

/**
 * Whether records may have left the stream by age before they were read: what has not been handled
 * is older than the stream keeps. Only then is it worth asking what is left.
 */
export const mayBeTrimmed = (
  handledUntil: number | null,
  { now, retentionMs }: { readonly now: number; readonly retentionMs: number },
): boolean => handledUntil !== null && now - handledUntil >= retentionMs;
