import { AwayBlock, type BlockSpan, type Place } from './away-block.ts';
import { BlockList, type Block } from './block-list.ts';
import type { IncomingRecord } from './incoming-record.ts';
import { RecordBlock, type RecordPiece } from './record-block.ts';
import type { BlockOwner, RecordMemory } from './record-memory.ts';

/** A record as the log takes it: what is to be kept of it lies here. */
export type NewRecord = Pick<IncomingRecord, 'source' | 'from' | 'to' | 'sizeBytes'>;

/** Some records in a row, as they stand in an answer. */
export interface RecordRun {
  readonly count: number;
  /** Their texts with commas between; together one list of JSON without its brackets. */
  readonly pieces: readonly Buffer[];
  /** By AWS's count. */
  readonly sizeBytes: number;
}

/**
 * One shard's records in the order of their arrival. A record's position is how many came before it
 * in the shard's life, so it stays the same when older ones are dropped. Appending and reading cost
 * what the records weigh, finding one or an instant is O(log n). Old ones may have left memory; where
 * they are then makes no difference to anybody.
 *
 * What was appended is not to be seen before it is published: a record that a crash may still undo
 * must not have been read.
 */
export class RecordLog implements BlockOwner {
  readonly #memory: RecordMemory;
  readonly #blocks = new BlockList();
  #first = 0;
  #end = 0;
  #appended = 0;
  /** What lies before it was given away to be kept. */
  #kept = 0;
  #lastArrivedAt = 0;

  constructor(memory: RecordMemory) {
    this.#memory = memory;
  }

  /** The position of the oldest record that is kept, or of the next one if none is. */
  get first(): number {
    return this.#first;
  }

  /** The position after the newest record that may be read. */
  get end(): number {
    return this.#end;
  }

  /** The position that the next record will have. */
  get next(): number {
    return this.#appended;
  }

  /** When the newest record arrived, whether or not it is still kept; 0 before the first. */
  get lastArrivedAt(): number {
    return this.#lastArrivedAt;
  }

  /** Its text is `head`, what lies there, and `end`. */
  append(record: NewRecord, head: Buffer, end: Buffer, arrivedAt: number): void {
    const { source, from, to, sizeBytes } = record;
    const textBytes = head.length + to - from + end.length;
    const block = this.#blockFor(textBytes);
    const bytes = block.room(textBytes);
    const textAt = block.writesAt;
    bytes.set(head, textAt);
    source.copy(bytes, textAt + head.length, from, to);
    bytes.set(end, textAt + textBytes - end.length);
    block.add(textAt + textBytes, sizeBytes, arrivedAt);
    this.#appended += 1;
    this.#lastArrivedAt = arrivedAt;
  }

  /** From now on everything before this position may be read. */
  publish(end: number): void {
    this.#end = Math.max(this.#end, end);
  }

  /** What was appended since the last time, one piece for each block that it lies in. */
  takeUnkept(): RecordPiece[] {
    const pieces: RecordPiece[] = [];
    while (this.#kept < this.#appended) {
      const block = this.#read(this.#blocks.at(this.#kept));
      pieces.push(block.piece(this.#kept, block.end));
      this.#kept = block.end;
    }
    return pieces;
  }

  /** Takes what was kept; what comes before it and is missing has been dropped. */
  restore({ first, lengths, sizes, arrivals, text }: RecordPiece): void {
    if (first > this.#appended) this.restoreEnd(first);
    let from = 0;
    for (let place = 0; place < lengths.length;) {
      const block = this.#blockFor(lengths[place] ?? 0);
      const run = lengths.subarray(place, place + block.fitting(lengths, place));
      const runBytes = run.reduce((sum, length) => sum + length, 0);
      text.copy(block.room(runBytes), block.writesAt, from, from + runBytes);
      for (const length of run) {
        block.add(block.writesAt + length, sizes[place] ?? 0, arrivals[place] ?? 0);
        place += 1;
      }
      from += runBytes;
      this.#appended += run.length;
    }
    this.#lastArrivedAt = arrivals.at(-1) ?? this.#lastArrivedAt;
    this.#kept = this.#appended;
    this.#end = this.#appended;
  }

  /** Takes what was kept and lies where it can be read. */
  restoreAway(span: BlockSpan, place: Place): void {
    if (span.first > this.#appended) this.restoreEnd(span.first);
    this.#blocks.add(new AwayBlock(span, place));
    this.#lastArrivedAt = span.lastArrivedAt;
    this.#appended = span.end;
    this.#kept = span.end;
    this.#end = span.end;
  }

  /** So many records have been here; those that are not restored were dropped. */
  restoreEnd(end: number): void {
    if (end <= this.#appended) return;
    this.#forgetBlocks();
    this.#first = end;
    this.#end = end;
    this.#appended = end;
    this.#kept = end;
  }

  /** Takes back what was appended and not published. */
  rollBack(): void {
    this.#appended = this.#end;
    this.#kept = Math.min(this.#kept, this.#end);
    for (let block = this.#blocks.newest; block; block = this.#blocks.newest) {
      if (block instanceof AwayBlock) break;
      block.truncate(this.#end);
      if (block.end > block.first) break;
      this.#memory.forget(block);
      this.#blocks.dropNewest();
    }
  }

  isSettled(block: RecordBlock): boolean {
    return block.end <= this.#end;
  }

  replace(away: AwayBlock): void {
    this.#blocks.replace(away);
  }

  /** Undefined for positions that are dropped or still to come. */
  arrivedAt(position: number): number | undefined {
    if (!this.#has(position)) return undefined;
    const block = this.#blocks.at(position);
    // Readers that are behind ask for this one, and need not read it yet.
    if (position === block.first) return block.firstArrivedAt;
    return this.#read(block).arrivedAt(position);
  }

  /** The text of one record; undefined as above. */
  text(position: number): Buffer | undefined {
    return this.#has(position) ? this.#read(this.#blocks.at(position)).text(position) : undefined;
  }

  /** Drops the records that arrived before `horizon`. */
  dropBefore(horizon: number): void {
    this.dropBlocksBefore(horizon);
    const { oldest } = this.#blocks;
    if (oldest && oldest.firstArrivedAt < horizon) this.#first = this.firstSince(horizon);
  }

  /** The same, but only where all of a block goes: nothing is looked at for it. */
  dropBlocksBefore(horizon: number): void {
    for (let block = this.#blocks.oldest; block; block = this.#blocks.oldest) {
      if (block.lastArrivedAt >= horizon || block.end > this.#end) break;
      this.#memory.forget(block);
      this.#first = block.end;
      this.#blocks.dropOldest();
    }
  }

  /** Drops everything, because the shard itself is gone. */
  dropAll(): void {
    this.#forgetBlocks();
    this.#first = this.#appended;
    this.#end = this.#appended;
    this.#kept = this.#appended;
  }

  /** The position of the first kept record that arrived at `instant` or later. */
  firstSince(instant: number): number {
    const block = this.#blocks.firstSince(instant);
    if (!block) return this.#end;
    const isWhole = block.firstArrivedAt >= instant;
    const position = isWhole ? block.first : this.#read(block).firstSince(instant);
    return Math.min(Math.max(position, this.#first), this.#end);
  }

  /** The records from `position` on, within both bounds; the first one always, however large. */
  read(position: number, { maxRecords, maxBytes }: ReadBounds): RecordRun {
    const pieces: Buffer[] = [];
    let count = 0;
    let sizeBytes = 0;
    let at = position;
    const end = Math.min(this.#end, position + maxRecords);
    while (at < end) {
      const block = this.#read(this.#blocks.at(at));
      const from = at;
      const until = Math.min(block.end, end);
      while (at < until) {
        const size = block.sizeOf(at);
        if (sizeBytes + size > maxBytes && count > 0) break;
        sizeBytes += size;
        count += 1;
        at += 1;
      }
      if (at > from) pieces.push(block.run(from, at));
      if (at < until) break;
    }
    return { count, pieces, sizeBytes };
  }

  #has(position: number): boolean {
    return position >= this.#first && position < this.#end;
  }

  #forgetBlocks(): void {
    for (const block of this.#blocks.dropAll()) this.#memory.forget(block);
  }

  #blockFor(bytes: number): RecordBlock {
    const last = this.#blocks.newest;
    const full = last instanceof RecordBlock ? last : undefined;
    if (full?.hasRoomFor(bytes)) return full;
    const records = full && full.end - full.first;
    const block = RecordBlock.begin(this.#appended, this.#memory.buffers, records);
    this.#memory.begin(block, this);
    this.#blocks.add(block);
    return block;
  }

  #read(block: Block): RecordBlock {
    return block instanceof AwayBlock ? this.#memory.read(block) : block;
  }
}

export interface ReadBounds {
  readonly maxRecords: number;
  readonly maxBytes: number;
}
