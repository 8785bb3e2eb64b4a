import { BLOCK_BYTES, type BlockBuffers } from './block-buffers.ts';

/** The first memory of a block: a lone record wastes little. */
const FIRST_BYTES = 2_048;
const FIRST_RECORDS = 8;

/** In the index of a piece. */
export const INDEX_BYTES = 16;

/** Some records in a row, as they are kept elsewhere: their texts, each with its comma, and an index. */
export interface RecordPiece {
  readonly first: number;
  /** Of each text with its comma. */
  readonly lengths: Uint32Array;
  readonly sizes: Uint32Array;
  readonly arrivals: Float64Array;
  /** The three above, one after the other. */
  readonly index: Uint8Array;
  readonly text: Buffer;
}

/** Where each record of a block ends, what it weighs by AWS's count, and when it arrived. */
interface Index {
  readonly ends: Uint32Array;
  readonly sizes: Uint32Array;
  readonly arrivals: Float64Array;
}

/**
 * A run of one shard's records in one piece of memory: each as GetRecords shows it, then a comma. So
 * they are written once and read by copying, and 100 bytes of data take some 320 bytes here, where
 * objects would take twice as much.
 */
export class RecordBlock {
  /** The position of its first record in the shard's life. */
  readonly first: number;
  #bytes: Buffer;
  #length = 0;
  #count = 0;
  #index: Index;
  readonly #buffers: BlockBuffers | undefined;

  private constructor(first: number, bytes: Buffer, index: Index, buffers?: BlockBuffers) {
    this.first = first;
    this.#bytes = bytes;
    this.#index = index;
    this.#buffers = buffers;
  }

  /** An empty one. `records` are so many as filled the one before: a run that did is likely to fill this one too. */
  static begin(first: number, buffers: BlockBuffers, records?: number): RecordBlock {
    const bytes = buffers.take(records === undefined ? FIRST_BYTES : BLOCK_BYTES);
    const index = emptyIndex(records ?? FIRST_RECORDS);
    buffers.count(INDEX_BYTES * index.ends.length);
    return new RecordBlock(first, bytes, index, buffers);
  }

  /** One that is only read: `inOnePiece` of another, in memory of its own. */
  static of(first: number, records: number, piece: Buffer): RecordBlock {
    const { lengths: ends, sizes, arrivals } = indexIn(piece, records);
    for (let at = 1; at < records; at++) ends[at] = (ends[at] ?? 0) + (ends[at - 1] ?? 0);
    const text = piece.subarray(INDEX_BYTES * records);
    const block = new RecordBlock(first, text, { ends, sizes, arrivals });
    block.#count = records;
    block.#length = text.length;
    return block;
  }

  /** What it takes in memory. */
  get heldBytes(): number {
    return this.#bytes.length + INDEX_BYTES * this.#index.ends.length;
  }

  /** The position after its last record. */
  get end(): number {
    return this.first + this.#count;
  }

  get firstArrivedAt(): number {
    return this.#index.arrivals[0] ?? 0;
  }

  get lastArrivedAt(): number {
    return this.#index.arrivals[this.#count - 1] ?? 0;
  }

  /** Whether so many bytes more belong in here. The first record always does, however large. */
  hasRoomFor(bytes: number): boolean {
    return this.#count === 0 || this.#length + bytes <= BLOCK_BYTES;
  }

  /** How many records of these lengths, from this place on, belong in here: one at least. */
  fitting(lengths: Uint32Array, from: number): number {
    let to = from;
    let length = this.#length;
    do length += lengths[to++] ?? 0;
    while (to < lengths.length && length + (lengths[to] ?? 0) <= BLOCK_BYTES);
    return to - from;
  }

  /** Memory for so many bytes more, from `writesAt` on; valid until the next call. */
  room(bytes: number): Buffer {
    const needed = this.#length + bytes;
    if (needed > this.#bytes.length) {
      const largerBytes = Math.max(needed, 2 * this.#bytes.length);
      const larger = this.#buffers?.take(largerBytes) ?? Buffer.allocUnsafeSlow(largerBytes);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#buffers?.giveBack(this.#bytes, { isUnseen: this.#count === 0 });
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  get writesAt(): number {
    return this.#length;
  }

  /** Makes a record of what was written up to `end`. */
  add(end: number, sizeBytes: number, arrivedAt: number): void {
    if (this.#count === this.#index.ends.length) this.#growIndex();
    const { ends, sizes, arrivals } = this.#index;
    ends[this.#count] = end;
    sizes[this.#count] = sizeBytes;
    arrivals[this.#count] = arrivedAt;
    this.#count += 1;
    this.#length = end;
  }

  /** Forgets the records from `position` on. */
  truncate(position: number): void {
    this.#count = Math.max(position - this.first, 0);
    this.#length = this.#count === 0 ? 0 : this.endOf(position - 1);
  }

  /** Of one record, without its comma. */
  text(position: number): Buffer {
    return this.run(position, position + 1);
  }

  /** Of some records, with commas between them. */
  run(from: number, to: number): Buffer {
    const start = from === this.first ? 0 : this.endOf(from - 1);
    return this.#bytes.subarray(start, this.endOf(to - 1) - 1);
  }

  piece(from: number, to: number): RecordPiece {
    const start = from === this.first ? 0 : this.endOf(from - 1);
    const { ends, sizes, arrivals } = this.#index;
    const [low, high] = [from - this.first, to - this.first];
    const index = new Uint8Array(INDEX_BYTES * (to - from));
    const inIndex = indexIn(index, to - from);
    const { lengths } = inIndex;
    lengths.set(ends.subarray(low, high));
    inIndex.sizes.set(sizes.subarray(low, high));
    inIndex.arrivals.set(arrivals.subarray(low, high));
    for (let at = lengths.length - 1; at > 0; at--) {
      lengths[at] = (lengths[at] ?? 0) - (lengths[at - 1] ?? 0);
    }
    lengths[0] = (lengths[0] ?? 0) - start;
    const text = this.#bytes.subarray(start, this.endOf(to - 1));
    return { first: from, ...inIndex, index, text };
  }

  /** All of it, to be kept elsewhere: the index of its piece, then the text. */
  inOnePiece(): Buffer {
    const { index, text } = this.piece(this.first, this.end);
    return Buffer.concat([index, text]);
  }

  /** Gives its memory back; there is nothing in it any more. */
  release({ isUnseen }: { readonly isUnseen: boolean }): void {
    this.#buffers?.giveBack(this.#bytes, { isUnseen });
    this.#buffers?.count(-INDEX_BYTES * this.#index.ends.length);
    this.#bytes = NOTHING;
    this.#index = emptyIndex(0);
  }

  /** The position of the first record that arrived at `instant` or later, or the end. */
  firstSince(instant: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#index.arrivals[middle] ?? 0) < instant) low = middle + 1;
      else high = middle;
    }
    return this.first + low;
  }

  sizeOf(position: number): number {
    return this.#index.sizes[position - this.first] ?? 0;
  }

  arrivedAt(position: number): number {
    return this.#index.arrivals[position - this.first] ?? 0;
  }

  private endOf(position: number): number {
    return this.#index.ends[position - this.first] ?? 0;
  }

  #growIndex(): void {
    this.#buffers?.count(INDEX_BYTES * this.#index.ends.length);
    this.#index = doubled(this.#index);
  }
}

/** The index that a piece begins with, which must lie where numbers may stand. */
export const indexIn = ({ buffer, byteOffset }: Uint8Array, records: number) => ({
  lengths: new Uint32Array(buffer, byteOffset, records),
  sizes: new Uint32Array(buffer, byteOffset + 4 * records, records),
  arrivals: new Float64Array(buffer, byteOffset + 8 * records, records),
});

const NOTHING = Buffer.alloc(0);

const emptyIndex = (records: number): Index => ({
  ends: new Uint32Array(records),
  sizes: new Uint32Array(records),
  arrivals: new Float64Array(records),
});

function doubled(index: Index): Index {
  const larger = emptyIndex(2 * index.ends.length);
  larger.ends.set(index.ends);
  larger.sizes.set(index.sizes);
  larger.arrivals.set(index.arrivals);
  return larger;
}
