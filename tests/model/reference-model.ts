/**
 * What a stream is, as simply as it can be said: shards in a list, records in lists, and the rules of
 * time. It shares no code with the emulator; the tests hold the two against each other.
 */

const SECOND = 1_000;
const HOUR = 3_600_000;

/** How long every change takes, here and in the emulator under test. */
export const CHANGE_MS = 50;

export const ITERATOR_LIFE_MS = 300_000;

export interface ModelRecord {
  readonly text: string;
  readonly at: number;
  readonly sequenceNumber: string;
}

export interface ModelShard {
  readonly number: number;
  readonly low: bigint;
  readonly high: bigint;
  readonly listedAt: number;
  readonly opensAt: number;
  readonly parents: readonly number[];
  readonly records: ModelRecord[];
  /** So many at the front aged out under an earlier retention. */
  forgotten: number;
  /** When it is listed as closed, and when records go to its children. */
  closing?: { readonly listedAt: number; readonly endsAt: number; readonly children: number[] };
}

export type StartAt =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'LATEST' }
  | { readonly type: 'AT_TIMESTAMP'; readonly instant: number }
  | { readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'; readonly record: number };

export class ReferenceModel {
  now: number;
  retentionHours = 24;
  readonly shards: ModelShard[] = [];
  /** Closed so long ago that not even its iterators matter. */
  readonly #gone = new Set<ModelShard>();
  #busyUntil: number;

  constructor(now: number, count: number) {
    this.now = now;
    this.#busyUntil = now + CHANGE_MS;
    const width = 2n ** 128n / BigInt(count);
    for (let n = 0; n < count; n++) {
      const low = BigInt(n) * width;
      const high = n === count - 1 ? 2n ** 128n - 1n : low + width - 1n;
      this.#add(low, high, this.#busyUntil, Math.floor(now / SECOND) * SECOND, []);
    }
  }

  get isActive(): boolean {
    return this.now >= this.#busyUntil;
  }

  /** What may be read: listed, and not so long closed that its last record has aged out. */
  get listed(): ModelShard[] {
    return this.shards.filter(
      (shard) => this.now >= shard.listedAt && !(this.#agedOutAt(shard) <= this.now),
    );
  }

  get open(): ModelShard[] {
    return this.listed.filter(({ closing }) => !closing || this.now < closing.listedAt);
  }

  /** The one shard that takes a record with this hash key now. */
  ownerOf(hashKey: bigint): ModelShard {
    const owners = this.shards.filter(
      ({ low, high, opensAt, closing }) =>
        low <= hashKey &&
        hashKey <= high &&
        this.now >= opensAt &&
        (!closing || this.now < closing.endsAt),
    );
    if (owners.length !== 1) throw new Error(`${owners.length} shards own ${hashKey}`);
    return owners[0] as ModelShard;
  }

  put(shard: ModelShard, text: string, sequenceNumber: string): void {
    shard.records.push({ text, at: this.now, sequenceNumber });
  }

  /** How many records at the front of the shard can be read no more. */
  trimmed({ records, forgotten }: ModelShard): number {
    const horizon = this.now - this.retentionHours * HOUR;
    const kept = records.findIndex(({ at }) => at >= horizon);
    return Math.max(forgotten, kept === -1 ? records.length : kept);
  }

  /** From which record on somebody reads who begins there now. */
  start(shard: ModelShard, at: StartAt): number {
    const { records } = shard;
    if (at.type === 'LATEST') return records.length;
    if (at.type === 'TRIM_HORIZON') return this.trimmed(shard);
    if (at.type === 'AT_TIMESTAMP') {
      const first = records.findIndex((record) => record.at >= at.instant);
      return Math.max(first === -1 ? records.length : first, this.trimmed(shard));
    }
    const first = at.type === 'AFTER_SEQUENCE_NUMBER' ? at.record + 1 : at.record;
    return Math.max(first, this.trimmed(shard));
  }

  isOver(shard: ModelShard, from: number): boolean {
    const hasEnded = shard.closing !== undefined && this.now >= shard.closing.endsAt;
    return hasEnded && from >= shard.records.length;
  }

  reshard(parents: readonly ModelShard[], ranges: readonly (readonly [bigint, bigint])[]): void {
    const doneAt = this.now + CHANGE_MS;
    const youngest = Math.max(...parents.map(({ opensAt }) => opensAt));
    const afterDone = Math.floor((doneAt + SECOND) / SECOND) * SECOND;
    const endsAt = Math.max(afterDone, youngest + SECOND);
    const numbers = parents.map(({ number }) => number);
    const children = ranges.map(([low, high]) => this.#add(low, high, doneAt, endsAt, numbers));
    for (const parent of parents) parent.closing = { listedAt: doneAt, endsAt, children };
    this.#busyUntil = doneAt;
  }

  /** What has aged out under the old period does not come back under a new one. */
  retain(hours: number): void {
    for (const shard of this.shards) {
      if (this.#agedOutAt(shard) <= this.now) this.#gone.add(shard);
      shard.forgotten = this.trimmed(shard);
    }
    this.retentionHours = hours;
  }

  #agedOutAt(shard: ModelShard): number {
    if (this.#gone.has(shard)) return -Infinity;
    return shard.closing ? shard.closing.endsAt + this.retentionHours * HOUR : Infinity;
  }

  #add(low: bigint, high: bigint, listedAt: number, opensAt: number, parents: number[]): number {
    const number = this.shards.length;
    this.shards.push({ number, low, high, listedAt, opensAt, parents, records: [], forgotten: 0 });
    return number;
  }
}
