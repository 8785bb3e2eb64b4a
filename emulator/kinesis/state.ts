import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { ServiceOptions } from '../service-options.ts';
import type { Account } from './arn.ts';
import { BillingCommitment } from './billing-commitment.ts';
import { Consumer } from './consumer.ts';
import type { KinesisDelays } from './delays.ts';
import * as errors from './errors.ts';
import type { HashKeyRange } from './hash-key.ts';
import { inMemory, type Keeper } from './keeper.ts';
import { Limits } from './limits/limits.ts';
import { Metrics } from './limits/metrics.ts';
import { Quotas } from './quotas.ts';
import type { RecordMemory } from './records/record-memory.ts';
import { encodeShardIterator } from './shard-iterator.ts';
import type { Shard } from './shard.ts';
import { steadyClock } from './steady-clock.ts';
import type { InitialSettings } from './stream-settings.ts';
import { Stream } from './stream.ts';
import { peakOf, planScaling, type Piece } from './uniform-scaling.ts';

export interface NewStream extends InitialSettings {
  readonly name: string;
  readonly shardCount: number;
}

/** So often shards that nobody uses are looked at for records that have aged out. */
const SWEEP_MS = 3_600_000;

/** What a Kinesis is to be like. */
export interface KinesisRules {
  readonly delays: KinesisDelays;
  /** Whether calls, records and bytes are counted as AWS counts them, and refused. */
  readonly hasLimits: boolean;
  /** Of all records. */
  readonly memory: RecordMemory;
}

/** One account's Kinesis in one region: everything that its actions work on. */
export class Kinesis implements Account {
  readonly clock: Clock;
  readonly region: string;
  readonly account: string;
  readonly keeper: Keeper;
  readonly memory: RecordMemory;
  readonly commitment = new BillingCommitment();
  readonly metrics = new Metrics();
  readonly limits: Limits;
  readonly quotas: Quotas;
  /** What is begun from now on takes so long; what is under way, as long as it took when it began. */
  delays: KinesisDelays;
  readonly #log: Log;
  readonly #streams = new Map<string, Stream>();
  /** When the next of them is gone. */
  #goneAt = Infinity;
  #sweptAt = 0;
  #iteratorsMade = 0;

  constructor(
    { clock, log, region, account }: ServiceOptions,
    { delays, hasLimits, memory }: KinesisRules,
    keeper: Keeper = inMemory,
  ) {
    this.keeper = keeper;
    this.memory = memory;
    this.clock = steadyClock(clock);
    this.region = region;
    this.account = account;
    this.#log = log;
    this.delays = delays;
    this.limits = new Limits(hasLimits, account, this.metrics);
    this.quotas = new Quotas({
      of: this,
      commitment: this.commitment,
      streams: () => this.streams(),
      limits: this.limits,
    });
  }

  now(): number {
    return this.clock.now();
  }

  /** An iterator that differs from all others. */
  iterator(stream: Stream, shard: Shard, position: number): string {
    return encodeShardIterator({
      createdAt: this.now(),
      streamName: stream.name,
      streamCreatedAt: stream.createdAt,
      shardIndex: shard.index,
      position,
      serial: this.#iteratorsMade++,
    });
  }

  /** In the order of their names. */
  streams(): Stream[] {
    this.#forgetGone();
    return [...this.#streams.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  findStream(name: string): Stream | undefined {
    this.#forgetGone();
    return this.#streams.get(name);
  }

  stream(name: string): Stream {
    const stream = this.findStream(name);
    if (!stream) throw errors.streamNotFound({ name, account: this.account });
    return stream;
  }

  /** For records that are about to be put; throws an AwsError if there is none. */
  makeRoom(now: number): void {
    if (now >= this.#sweptAt + SWEEP_MS) {
      this.#sweptAt = now;
      for (const stream of this.#streams.values()) stream.dropAgedBlocks(now);
    }
    this.memory.makeRoom();
  }

  createStream(wanted: NewStream): void {
    const now = this.now();
    const { name, shardCount } = wanted;
    if (this.findStream(name)) throw errors.streamExists({ name, account: this.account });
    this.quotas.checkCreatingStream(now);
    if (wanted.mode === 'ON_DEMAND') this.quotas.checkOnDemandStream(now);
    else this.quotas.checkShards(shardCount, now);

    const { region, account, memory } = this;
    const life = { createdAt: now, activeAt: now + this.delays.createStreamMs };
    this.#streams.set(name, new Stream({ ...wanted, ...life, region, account, memory }));
    this.#log.debug('stream creating', { stream: name, shards: shardCount });
  }

  /** Its consumers and their subscriptions end at once, the stream itself after a while. */
  deleteStream(stream: Stream): void {
    const now = this.now();
    stream.delete(now + this.delays.deleteStreamMs);
    this.#goneAt = Math.min(this.#goneAt, stream.goneAt);
    for (const consumer of stream.consumers(now)) {
      consumer.delete(now + this.delays.deleteStreamMs, errors.streamNotFound(stream));
    }
    this.#log.debug('stream deleting', { stream: stream.name });
  }

  reshard(
    stream: Stream,
    parents: readonly Shard[],
    ranges: readonly HashKeyRange[],
    now = this.now(),
  ): void {
    const isProvisioned = stream.settings.mode.at(now) === 'PROVISIONED';
    if (isProvisioned) this.quotas.checkShards(ranges.length - parents.length, this.now());
    stream.reshard(parents, ranges, now + this.delays.splitMergeMs);
    const parentIds = parents.map((parent) => parent.id);
    this.#log.debug('stream resharding', { stream: stream.name, parents: parentIds });
  }

  /** Makes it a stream of `target` even shards, step by step; gives the instant of the last one. */
  scale(stream: Stream, target: number): number {
    const now = this.now();
    const open = stream.openShards(now).sort((a, b) => (a.range.start < b.range.start ? -1 : 1));
    const steps = planScaling(open, target);
    if (stream.settings.mode.at(now) === 'PROVISIONED') {
      this.quotas.checkShards(peakOf(steps, open.length) - open.length, now);
    }
    const shardOf = new Map<Piece, Shard>(open.map((shard) => [shard, shard]));
    let doneAt = now;
    for (const step of steps) {
      doneAt += this.delays.scalingStepMs;
      for (const { parents, children } of step) {
        const shards = parents.map((parent) => shardOf.get(parent) as Shard);
        const ranges = children.map(({ range }) => range);
        const made = stream.reshard(shards, ranges, doneAt);
        for (const [n, child] of children.entries()) shardOf.set(child, made[n] as Shard);
      }
    }
    this.#log.debug('stream scaling', { stream: stream.name, from: open.length, to: target });
    return doneAt;
  }

  /** Scales it up, if it has to be, to a shard for each MiB per second. */
  warm(stream: Stream, mibPerSecond: number): void {
    const isTooSmall = mibPerSecond > stream.openShards(this.now()).length;
    const doneAt = isTooSmall ? this.scale(stream, mibPerSecond) : this.update(stream);
    stream.settings.warmThroughputMiBps.change(mibPerSecond, doneAt);
  }

  /** Makes the stream UPDATING for a while; gives the instant from which on the change holds. */
  update(stream: Stream): number {
    const doneAt = this.now() + this.delays.updateStreamMs;
    stream.update(doneAt);
    return doneAt;
  }

  registerConsumer(
    stream: Stream,
    name: string,
    tags: ReadonlyMap<string, string> = new Map(),
  ): Consumer {
    const now = this.now();
    if (stream.consumer(name, now)) throw errors.consumerExists(name, stream);
    this.quotas.checkConsumer(stream, now);

    const activeAt = now + this.delays.registerConsumerMs;
    const consumer = new Consumer({ name, streamArn: stream.arn, createdAt: now, activeAt, tags });
    stream.register(consumer);
    this.#log.debug('consumer registering', { stream: stream.name, consumer: name });
    return consumer;
  }

  deregisterConsumer(stream: Stream, consumer: Consumer): void {
    const goneAt = this.now() + this.delays.registerConsumerMs;
    consumer.delete(goneAt, errors.consumerNotFound(consumer.name, stream));
    this.#log.debug('consumer deregistering', { stream: stream.name, consumer: consumer.name });
  }

  /** Ends all subscriptions, as if their time were up. */
  close(): void {
    const now = this.now();
    for (const stream of this.#streams.values()) {
      for (const consumer of stream.consumers(now)) consumer.close();
    }
  }

  /** So that what they held leaves room at once for what others put. */
  #forgetGone(): void {
    const now = this.now();
    if (now < this.#goneAt) return;
    this.#goneAt = Infinity;
    for (const [name, stream] of this.#streams) {
      if (stream.goneAt > now) this.#goneAt = Math.min(this.#goneAt, stream.goneAt);
      else {
        this.#streams.delete(name);
        stream.forgetAll();
      }
    }
  }
}
