import type { Log } from '#runtime/log.ts';
import { RecordsTrimmed } from './errors.ts';
import { compareSequenceNumbers } from './record.ts';
import type { Chunk, Position } from './shard-source.ts';
import { mayBeTrimmed } from './watermark.ts';

export interface RetentionOptions {
  readonly shardId: string;
  readonly onTrimmed: 'fail' | 'skip';
  readonly log: Log;
  readonly now: () => number;
  readonly retentionMs: () => number;
  /** The oldest record that the shard still has; undefined: it has none. */
  readonly firstAvailable: () => Promise<string | undefined>;
}

/**
 * Notices when the stream may have forgotten records before they were read. AWS says nothing then:
 * it goes on with the oldest record it has.
 */
export class RetentionGuard {
  readonly #options: RetentionOptions;
  /** Everything that arrived up to this instant has been read; null: unknown. */
  #readUntil: number | null = null;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** Where to read on; throws RecordsTrimmed if that leaves out what is gone. */
  async openAt(position: Position, handledUntil: number | null): Promise<Position> {
    this.#readUntil = handledUntil;
    if (!this.#mayBeTrimmed(this.#options.now())) return position;
    const firstAvailable = await this.#options.firstAvailable();
    const handled = handledAt(position);
    const isWhole =
      handled !== undefined &&
      firstAvailable !== undefined &&
      compareSequenceNumbers(firstAvailable, handled) <= 0;
    if (isWhole) return position;
    this.#report(handled, firstAvailable);
    this.#readUntil = null;
    return { kind: 'oldest' };
  }

  /** Throws RecordsTrimmed if what was to come before this chunk is gone. */
  see({ records, receivedAt, millisBehind }: Chunk, handled: string | undefined): void {
    const [first] = records;
    if (first && this.#mayBeTrimmed(receivedAt)) this.#report(handled, first.sequenceNumber);
    this.#readUntil = receivedAt - millisBehind;
  }

  #mayBeTrimmed(now: number): boolean {
    return mayBeTrimmed(this.#readUntil, { now, retentionMs: this.#options.retentionMs() });
  }

  #report(handled: string | undefined, firstAvailable: string | undefined): void {
    const { shardId, onTrimmed, log } = this.#options;
    const gap = { shardId, checkpoint: handled ?? 'nothing', firstAvailable };
    if (onTrimmed === 'fail') throw new RecordsTrimmed(gap);
    log.warn('records lost to retention', gap);
  }
}

const handledAt = (position: Position): string | undefined =>
  position.kind === 'after' ? position.sequenceNumber : undefined;
