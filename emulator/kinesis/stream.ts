import { streamArn, type Account } from './arn.ts';
import { Consumer } from './consumer.ts';
import type { StreamName } from './errors.ts';
import { evenRanges, type HashKey, type HashKeyRange } from './hash-key.ts';
import { DailyQuotas } from './limits/daily-quotas.ts';
import type { IncomingRecord } from './records/incoming-record.ts';
import type { RecordMemory } from './records/record-memory.ts';
import { Shard, type Stamp } from './shard.ts';
import { routeOf, routeOfPartitionKey, routesAt, type Routes } from './routes.ts';
import { StreamSettings, type InitialSettings } from './stream-settings.ts';

export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

const MS_PER_HOUR = 3_600_000;

/** As on AWS (observed on production Kinesis): children are created a second after the parent ends. */
const CHILD_DELAY_MS = 1_000;

/** How long a shard whose records have all aged out is still known to iterators that point to it. */
const ITERATOR_LIFE_MS = 300_000;

export interface StreamOptions extends Account, InitialSettings {
  readonly name: string;
  readonly shardCount: number;
  readonly createdAt: number;
  readonly activeAt: number;
  readonly memory: RecordMemory;
}

/** A stream: its shards, its consumers, and where it is in its life, which the clock alone decides. */
export class Stream implements StreamName {
  readonly name: string;
  readonly account: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly settings: StreamSettings;
  readonly quotas = new DailyQuotas();
  readonly #activeAt: number;
  readonly #memory: RecordMemory;
  #updatedAt = 0;
  #goneAt = Infinity;
  #isDeleting = false;
  #nextShardIndex: number;
  /** By index, in the order of creation. */
  readonly #shards = new Map<number, Shard>();
  readonly #consumers = new Map<string, Consumer>();
  #turn = 0;
  #routes: Routes = { from: 0, until: 0, firstHashKeys: [], firstPrefixes: [], shards: [] };

  constructor(options: StreamOptions) {
    this.name = options.name;
    this.account = options.account;
    this.arn = streamArn(options, options.name);
    this.createdAt = options.createdAt;
    this.settings = new StreamSettings(options);
    this.#activeAt = options.activeAt;
    this.#memory = options.memory;
    const createdAtSeconds = Math.floor(options.createdAt / 1_000);
    const listedAt = options.activeAt;
    const born = { createdAtSeconds, listedAt, parentIds: [], memory: options.memory };
    for (const [index, range] of evenRanges(options.shardCount).entries()) {
      this.#shards.set(index, new Shard({ index, range, ...born }));
    }
    this.#nextShardIndex = options.shardCount;
  }

  get retentionMs(): number {
    return this.settings.retentionHours * MS_PER_HOUR;
  }

  status(now: number): StreamStatus {
    if (this.#isDeleting) return 'DELETING';
    if (now < this.#activeAt) return 'CREATING';
    return now < this.#updatedAt ? 'UPDATING' : 'ACTIVE';
  }

  /** When it is gone; Infinity unless it is being deleted. */
  get goneAt(): number {
    return this.#goneAt;
  }

  /** Doing it twice changes nothing. */
  delete(goneAt: number): void {
    if (this.#isDeleting) return;
    this.#isDeleting = true;
    this.#goneAt = goneAt;
  }

  /** The stream is UPDATING until then. */
  update(doneAt: number): void {
    this.#updatedAt = Math.max(this.#updatedAt, doneAt);
  }

  /** As on AWS: what has aged out before does not come back with a longer period. */
  retain(hours: number, now: number): void {
    for (const shard of this.#shards.values()) {
      this.dropAged(shard, now);
      if (now >= this.#agedOutAt(shard)) this.#forget(shard);
    }
    this.settings.retentionHours = hours;
  }

  /** The shards that a listing shows, in the order of their ids: those that may still hold records. */
  shards(now: number): Shard[] {
    this.#forgetAgedShards(now);
    return [...this.#shards.values()].filter(
      (shard) => shard.isListed(now) && !(this.#agedOutAt(shard) <= now),
    );
  }

  openShards(now: number): Shard[] {
    return this.shards(now).filter((shard) => shard.isOpen(now));
  }

  /** How many shards count against the account's quota. */
  shardCount(now: number): number {
    return now < this.#activeAt ? this.#shards.size : this.openShards(now).length;
  }

  /** Whether or not it is listed. */
  shardByIndex(index: number): Shard | undefined {
    return this.#shards.get(index);
  }

  /** A shard ready to be read: without the records that have aged out. */
  shard(index: number, now: number): Shard | undefined {
    const shard = this.#shards.get(index);
    if (!shard?.isListed(now)) return undefined;
    this.dropAged(shard, now);
    return shard;
  }

  /** It is gone, and with it all that its shards hold. */
  forgetAll(): void {
    for (const shard of this.#shards.values()) this.#forget(shard);
  }

  /** Drops a shard's records that are older than the retention. Whoever reads sees to it. */
  dropAged(shard: Shard, now: number): void {
    shard.records.dropBefore(now - this.retentionMs);
  }

  /** The same for all shards, where whole blocks have aged out. */
  dropAgedBlocks(now: number): void {
    for (const shard of this.#shards.values()) {
      shard.records.dropBlocksBefore(now - this.retentionMs);
    }
  }

  /** The shard that takes records with this hash key. */
  shardOwning(hashKey: HashKey, now: number): Shard {
    return routeOf(this.#routesAt(now), hashKey);
  }

  /** One after the other of the shards that take records. */
  nextShard(now: number): Shard {
    const { shards } = this.#routesAt(now);
    this.#turn = (this.#turn + 1) % shards.length;
    return shards[this.#turn] as Shard;
  }

  /** The shard that takes records with this one's partition key. */
  shardFor(record: IncomingRecord, now: number): Shard {
    return routeOfPartitionKey(this.#routesAt(now), record);
  }

  /** As `Shard.append`. */
  append(shard: Shard, record: IncomingRecord, stamp: Stamp): Buffer {
    shard.records.dropBlocksBefore(stamp.arrivedAt - this.retentionMs);
    return shard.append(record, stamp);
  }

  /** Replaces `parents` by one shard for each range; the stream is UPDATING until `doneAt`. */
  reshard(parents: readonly Shard[], ranges: readonly HashKeyRange[], doneAt: number): Shard[] {
    const youngest = Math.max(...parents.map((parent) => parent.createdAtSeconds));
    const createdAtSeconds = Math.max(Math.floor((doneAt + CHILD_DELAY_MS) / 1_000), youngest + 1);
    const children = ranges.map(
      (range) =>
        new Shard({
          index: this.#nextShardIndex++,
          range,
          createdAtSeconds,
          listedAt: doneAt,
          parentIds: parents.map((parent) => parent.id),
          memory: this.#memory,
        }),
    );
    for (const child of children) this.#shards.set(child.index, child);
    const endsAt = createdAtSeconds * 1_000;
    for (const parent of parents) parent.close({ listedAt: doneAt, endsAt, children });
    this.update(doneAt);
    this.#routes = { ...this.#routes, until: 0 };
    return children;
  }

  /** In the order of their registration. */
  consumers(now: number): Consumer[] {
    for (const [name, consumer] of this.#consumers) {
      if (consumer.isGone(now)) this.#consumers.delete(name);
    }
    return [...this.#consumers.values()];
  }

  consumer(name: string, now: number): Consumer | undefined {
    const consumer = this.#consumers.get(name);
    return consumer?.isGone(now) ? undefined : consumer;
  }

  register(consumer: Consumer): void {
    this.#consumers.delete(consumer.name);
    this.#consumers.set(consumer.name, consumer);
  }

  #routesAt(now: number): Routes {
    const isCurrent = now >= this.#routes.from && now < this.#routes.until;
    if (!isCurrent) this.#routes = routesAt(now, [...this.#shards.values()]);
    return this.#routes;
  }

  #agedOutAt({ closing }: Shard): number {
    return closing ? closing.endsAt + this.retentionMs : Infinity;
  }

  #forgetAgedShards(now: number): void {
    for (const shard of this.#shards.values()) {
      if (now >= this.#agedOutAt(shard) + ITERATOR_LIFE_MS) this.#forget(shard);
    }
  }

  #forget(shard: Shard): void {
    this.#shards.delete(shard.index);
    shard.records.dropAll();
  }
}
