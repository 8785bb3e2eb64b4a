/** One record as the stream keeps it. */
export interface StoredRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Buffer;
  /** When it arrived, in epoch ms; never earlier than the record before it. */
  readonly arrivedAt: number;
}

/** Below this many dropped records it is not worth moving the others. */
const DROPPED_AT_LEAST = 1_024;

/**
 * One shard's records in the order of their arrival. A record's position is how many came before it
 * in the shard's life, so it stays the same when older ones are dropped. Appending and reading are
 * O(1), finding an instant is O(log n).
 */
export class RecordLog {
  #records: (StoredRecord | undefined)[] = [];
  /** How many slots at the front of `#records` are empty already. */
  #dropped = 0;
  /** The position of the first slot. */
  #base = 0;
  #lastArrivedAt = 0;

  /** The position of the oldest record that is kept, or of the next one if none is. */
  get first(): number {
    return this.#base + this.#dropped;
  }

  /** The position that the next record will have. */
  get end(): number {
    return this.#base + this.#records.length;
  }

  /** When the newest record arrived, whether or not it is still kept; 0 before the first. */
  get lastArrivedAt(): number {
    return this.#lastArrivedAt;
  }

  append(record: StoredRecord): void {
    this.#records.push(record);
    this.#lastArrivedAt = record.arrivedAt;
  }

  /** Undefined for positions that are dropped or still to come. */
  at(position: number): StoredRecord | undefined {
    return this.#records[position - this.#base];
  }

  /** Drops the records that arrived before `horizon`. Each record is dropped once: O(1) amortised. */
  dropBefore(horizon: number): void {
    const records = this.#records;
    let next = records[this.#dropped];
    if (!next || next.arrivedAt >= horizon) return;
    while (next && next.arrivedAt < horizon) {
      records[this.#dropped++] = undefined;
      next = records[this.#dropped];
    }
    if (this.#dropped >= DROPPED_AT_LEAST && this.#dropped * 2 >= records.length) this.#compact();
  }

  /** The position of the first kept record that arrived at `instant` or later. */
  firstSince(instant: number): number {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const arrivedAt = this.at(middle)?.arrivedAt ?? instant;
      if (arrivedAt < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The records from `position` on, within both bounds; the first one always, however large. */
  read(position: number, { maxRecords, maxBytes }: ReadBounds): readonly StoredRecord[] {
    const records: StoredRecord[] = [];
    let bytes = 0;
    for (let at = position - this.#base; records.length < maxRecords; at++) {
      const record = this.#records[at];
      if (!record) break;
      bytes += record.data.length + record.partitionKey.length;
      if (bytes > maxBytes && records.length > 0) break;
      records.push(record);
    }
    return records;
  }

  #compact(): void {
    this.#records = this.#records.slice(this.#dropped);
    this.#base += this.#dropped;
    this.#dropped = 0;
  }
}

export interface ReadBounds {
  readonly maxRecords: number;
  readonly maxBytes: number;
}
