import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { ServiceOptions } from '../service-options.ts';
import type { Account } from './arn.ts';
import { Consumer } from './consumer.ts';
import * as errors from './errors.ts';
import { HashKeys, type HashKeyRange } from './hash-key.ts';
import { encodeShardIterator } from './shard-iterator.ts';
import type { Shard } from './shard.ts';
import { steadyClock } from './steady-clock.ts';
import { Stream, type StreamMode } from './stream.ts';

/** How long changes take, in ms on the clock. AWS takes seconds to half a minute for each. */
export interface KinesisDelays {
  readonly createStreamMs: number;
  readonly deleteStreamMs: number;
  readonly splitMergeMs: number;
  /** Registering a consumer and deregistering one. */
  readonly registerConsumerMs: number;
}

export const DEFAULT_DELAYS: KinesisDelays = {
  createStreamMs: 50,
  deleteStreamMs: 50,
  splitMergeMs: 50,
  registerConsumerMs: 50,
};

/** As on AWS: so many at once may be in CREATING. */
const MAX_CREATING = 5;

/** As on AWS: without On-demand Advantage, of each stream. */
const MAX_CONSUMERS = 20;

const LARGE_REGIONS = new Set(['us-east-1', 'us-west-2', 'eu-west-1']);

/** As on AWS: the default quota of provisioned shards. Unverified: 1,000 or 6,000 in a small region. */
const shardLimitIn = (region: string): number => (LARGE_REGIONS.has(region) ? 20_000 : 6_000);

export interface NewStream {
  readonly name: string;
  readonly mode: StreamMode;
  readonly shardCount: number;
  readonly maxRecordSizeKiB: number;
  readonly tags: ReadonlyMap<string, string>;
}

/** One account's Kinesis in one region: everything that its actions work on. */
export class Kinesis implements Account {
  readonly clock: Clock;
  readonly region: string;
  readonly account: string;
  readonly hashKeys = new HashKeys();
  readonly #log: Log;
  readonly #delays: KinesisDelays;
  readonly #streams = new Map<string, Stream>();
  #iteratorsMade = 0;

  constructor({ clock, log, region, account }: ServiceOptions, delays: KinesisDelays) {
    this.clock = steadyClock(clock);
    this.region = region;
    this.account = account;
    this.#log = log;
    this.#delays = delays;
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
    const now = this.now();
    for (const [name, stream] of this.#streams) {
      if (stream.isGone(now)) this.#streams.delete(name);
    }
    return [...this.#streams.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  findStream(name: string): Stream | undefined {
    const stream = this.#streams.get(name);
    return stream?.isGone(this.now()) ? undefined : stream;
  }

  stream(name: string): Stream {
    const stream = this.findStream(name);
    if (!stream) throw errors.streamNotFound({ name, account: this.account });
    return stream;
  }

  createStream(wanted: NewStream): void {
    const now = this.now();
    const { name, shardCount } = wanted;
    const streams = this.streams();
    if (this.findStream(name)) throw errors.streamExists({ name, account: this.account });
    const creating = streams.filter((stream) => stream.status(now) === 'CREATING').length;
    if (creating >= MAX_CREATING) throw errors.tooManyStreamsCreating(this.account, MAX_CREATING);
    this.#checkShardLimit(shardCount);

    const { region, account } = this;
    const activeAt = now + this.#delays.createStreamMs;
    this.#streams.set(name, new Stream({ ...wanted, region, account, createdAt: now, activeAt }));
    this.#log.debug('stream creating', { stream: name, shards: shardCount });
  }

  /** Its consumers and their subscriptions end at once, the stream itself after a while. */
  deleteStream(stream: Stream): void {
    const now = this.now();
    stream.delete(now + this.#delays.deleteStreamMs);
    for (const consumer of stream.consumers(now)) {
      consumer.delete(now + this.#delays.deleteStreamMs, errors.streamNotFound(stream));
    }
    this.#log.debug('stream deleting', { stream: stream.name });
  }

  reshard(stream: Stream, parents: readonly Shard[], ranges: readonly HashKeyRange[]): void {
    this.#checkShardLimit(ranges.length - parents.length);
    stream.reshard(parents, ranges, this.now() + this.#delays.splitMergeMs);
    const parentIds = parents.map((parent) => parent.id);
    this.#log.debug('stream resharding', { stream: stream.name, parents: parentIds });
  }

  registerConsumer(stream: Stream, name: string): Consumer {
    const now = this.now();
    const consumers = stream.consumers(now);
    if (stream.consumer(name, now)) throw errors.consumerExists(name, stream);
    if (consumers.length >= MAX_CONSUMERS) {
      throw errors.consumerLimitExceeded(stream, MAX_CONSUMERS);
    }
    const creating = consumers.filter((consumer) => consumer.status(now) === 'CREATING').length;
    if (creating >= MAX_CREATING) throw errors.tooManyConsumersCreating(stream, MAX_CREATING);

    const activeAt = now + this.#delays.registerConsumerMs;
    const consumer = new Consumer({ name, streamArn: stream.arn, createdAt: now, activeAt });
    stream.register(consumer);
    this.#log.debug('consumer registering', { stream: stream.name, consumer: name });
    return consumer;
  }

  deregisterConsumer(stream: Stream, consumer: Consumer): void {
    const goneAt = this.now() + this.#delays.registerConsumerMs;
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

  #checkShardLimit(additional: number): void {
    const now = this.now();
    const limit = shardLimitIn(this.region);
    const provisioned = this.streams().filter((stream) => stream.mode === 'PROVISIONED');
    const current = provisioned.reduce((sum, stream) => sum + stream.shardCount(now), 0);
    if (current + additional > limit) {
      throw errors.shardLimitExceeded(this, { current, limit, additional });
    }
  }
}
