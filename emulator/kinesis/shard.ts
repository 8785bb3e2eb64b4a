import type { Doorbell } from './doorbell.ts';
import { hashKeyOf, type HashKey, type HashKeyRange } from './hash-key.ts';
import { ShardLimits } from './limits/shard-limits.ts';
import type { IncomingRecord } from './records/incoming-record.ts';
import { RecordLog } from './records/record-log.ts';
import type { RecordMemory } from './records/record-memory.ts';
import { numberIn, recordEnd, RecordHead } from './records/record-text.ts';
import { endingSequenceNumber, startingSequenceNumber } from './sequence-number.ts';
import { shardIdOf } from './shard-id.ts';

/** What a record gets when it arrives. */
export interface Stamp {
  readonly arrivedAt: number;
  readonly encryptionType: 'KMS' | undefined;
}

export interface ShardOptions {
  readonly index: number;
  readonly range: HashKeyRange;
  readonly createdAtSeconds: number;
  /** From when on it is listed and may be read; its creation second, if later, opens it for records. */
  readonly listedAt: number;
  /** The shards that it came from: none, one that was split, or two that were merged. */
  readonly parentIds: readonly string[];
  readonly memory: RecordMemory;
}

/** How a shard ends. All instants are known when the reshard is asked for. */
export interface Closing {
  /** When the stream is ACTIVE again: the shard is listed as closed, its children are listed. */
  readonly listedAt: number;
  /** When records begin to go to the children. */
  readonly endsAt: number;
  readonly endingSequenceNumber: string;
  readonly children: readonly Shard[];
}

/**
 * One shard: a range of hash keys and the records whose keys fell into it.
 *
 * As on AWS (observed on production Kinesis): after a reshard the parent is listed as closed, yet
 * records still go to it until the clock reaches the children's creation second.
 */
export class Shard {
  readonly index: number;
  readonly id: string;
  readonly range: HashKeyRange;
  readonly firstHashKey: HashKey;
  readonly createdAtSeconds: number;
  readonly listedAt: number;
  /** Its creation second in epoch ms: from when on records are put here. */
  readonly opensAt: number;
  readonly parentIds: readonly string[];
  readonly startingSequenceNumber: string;
  readonly records: RecordLog;
  readonly #head: RecordHead;
  readonly #bells = new Set<Doorbell>();
  #limits: ShardLimits | undefined;
  #closing: Closing | undefined;

  constructor({ index, range, createdAtSeconds, listedAt, parentIds, memory }: ShardOptions) {
    this.index = index;
    this.id = shardIdOf(index);
    this.range = range;
    this.firstHashKey = hashKeyOf(range.start);
    this.createdAtSeconds = createdAtSeconds;
    this.listedAt = listedAt;
    this.opensAt = createdAtSeconds * 1_000;
    this.parentIds = parentIds;
    this.records = new RecordLog(memory);
    const origin = { shardIndex: index, createdAtSeconds };
    this.startingSequenceNumber = startingSequenceNumber(origin);
    this.#head = new RecordHead(origin);
  }

  /** Made when first asked for: most shards of a large stream are idle. */
  get limits(): ShardLimits {
    return (this.#limits ??= new ShardLimits());
  }

  get closing(): Closing | undefined {
    return this.#closing;
  }

  isListed(now: number): boolean {
    return now >= this.listedAt;
  }

  /** Whether it is listed without an ending sequence number. */
  isOpen(now: number): boolean {
    return this.isListed(now) && !(this.#closing && now >= this.#closing.listedAt);
  }

  takesRecords(now: number): boolean {
    return now >= this.opensAt && !this.hasEnded(now);
  }

  /** Whether no record will ever be added. */
  hasEnded(now: number): boolean {
    return this.#closing !== undefined && now >= this.#closing.endsAt;
  }

  /**
   * Takes a record, which nobody sees before it is published; gives the head of its text, valid until
   * the next one. Its arrival never goes back: the log is searched by it.
   */
  append(record: IncomingRecord, { arrivedAt, encryptionType }: Stamp): Buffer {
    // The n-th record of a shard has sequence index n and position n − 1.
    const head = this.#head.next(this.records.next + 1, arrivedAt);
    this.records.append(record, head, recordEnd(encryptionType), arrivedAt);
    return head;
  }

  /** Shows its readers what was appended before this position. */
  publish(end = this.records.next): void {
    this.records.publish(end);
    this.#ringBells();
  }

  sequenceNumberAt(position: number): string | undefined {
    const text = this.records.text(position);
    return text && numberIn(text);
  }

  /** `listedAt` and `endsAt` may lie ahead. */
  close(closing: Omit<Closing, 'endingSequenceNumber'>): void {
    const origin = { shardIndex: this.index, createdAtSeconds: this.createdAtSeconds };
    const closedAtSeconds = Math.floor(closing.listedAt / 1_000);
    this.#closing = {
      ...closing,
      endingSequenceNumber: endingSequenceNumber(origin, closedAtSeconds),
    };
    this.#ringBells();
  }

  /** Rings `bell` at each new record and when the shard's end is known, until it is removed. */
  addBell(bell: Doorbell): void {
    this.#bells.add(bell);
  }

  removeBell(bell: Doorbell): void {
    this.#bells.delete(bell);
  }

  #ringBells(): void {
    for (const bell of this.#bells) bell.ring();
  }
}
