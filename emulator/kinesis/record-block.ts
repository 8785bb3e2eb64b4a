/** The first memory of a block, and how far it may grow: a lone record wastes little, a run costs little. */
const FIRST_BYTES = 2_048;
const MAX_BYTES = 262_144;
const FIRST_RECORDS = 8;

/** Some records in a row, as they are kept elsewhere: their texts, each with its comma, and an index. */
export interface RecordPiece {
  readonly first: number;
  /** Of each text with its comma. */
  readonly lengths: Uint32Array;
  readonly sizes: Uint32Array;
  readonly arrivals: Float64Array;
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

  /** `before` is the one that is full: a run that filled it is likely to fill this one too. */
  constructor(first: number, before?: RecordBlock) {
    this.first = first;
    this.#bytes = Buffer.allocUnsafeSlow(before ? MAX_BYTES : FIRST_BYTES);
    this.#index = emptyIndex(before ? before.#count : FIRST_RECORDS);
  }

  /** The position after its last record. */
  get end(): number {
    return this.first + this.#count;
  }

  /** Whether so many bytes more belong in here. The first record always does, however large. */
  hasRoomFor(bytes: number): boolean {
    return this.#count === 0 || this.#length + bytes <= MAX_BYTES;
  }

  /** Memory for so many bytes more, from `writesAt` on; valid until the next call. */
  room(bytes: number): Buffer {
    const needed = this.#length + bytes;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  get writesAt(): number {
    return this.#length;
  }

  /** Makes a record of what was written up to `end`. */
  add(end: number, sizeBytes: number, arrivedAt: number): void {
    if (this.#count === this.#index.ends.length) this.#index = doubled(this.#index);
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
    const lengths = ends.slice(low, high);
    for (let at = lengths.length - 1; at > 0; at--) {
      lengths[at] = (lengths[at] ?? 0) - (lengths[at - 1] ?? 0);
    }
    lengths[0] = (lengths[0] ?? 0) - start;
    return {
      first: from,
      lengths,
      sizes: sizes.slice(low, high),
      arrivals: arrivals.slice(low, high),
      text: this.#bytes.subarray(start, this.endOf(to - 1)),
    };
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
}

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
