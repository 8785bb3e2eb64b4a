import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ServiceOptions } from '../service-options.ts';
import type { Track } from './compress.ts';
import { DeliveryStream } from './delivery-stream.ts';
import { compileDestination, type Destination, type DestinationSettings } from './destination.ts';
import {
  deliveryStreamExists,
  deliveryStreamNotFound,
  notActiveForChanges,
  notActiveForPuts,
  putsNotPermitted,
  tooManyDeliveryStreams,
} from './errors.ts';
import { listShards } from './read-shard.ts';
import type { FirehoseState, StoredDeliveryStream, StreamSource } from './state.ts';
import type { Delivery, DeliveryStreamStatus } from './status.ts';

/** As on AWS: the quota of an account and region in the newest API reference. */
const MAX_DELIVERY_STREAMS = 5_000;

/** The newest deliveries, of all delivery streams together. */
const MAX_DELIVERIES = 10_000;

/** How long a delivery stream stays in the states on its way, in milliseconds on the clock. */
export interface FirehoseDelays {
  readonly createMs: number;
  readonly deleteMs: number;
}

export interface FirehoseOptions extends ServiceOptions {
  readonly delays: FirehoseDelays;
  readonly kinesis: KinesisClient;
  readonly s3: S3Client;
  readonly track: Track;
  readonly keeping: FirehoseState;
  readonly onDelivery: (delivery: Delivery) => void;
}

export interface DeliveryStreamDefinition {
  readonly name: string;
  readonly source?: StreamSource | undefined;
  readonly settings: DestinationSettings;
}

/** All delivery streams of an account and region. */
export class Firehose {
  readonly #options: FirehoseOptions;
  readonly #streams = new Map<string, DeliveryStream>();
  readonly #lives = new Set<Promise<void>>();
  readonly #end = new AbortController();
  readonly #recordIdStem: string;
  #deliveries: Delivery[] = [];
  #created = 0;
  #recordIds = 0;

  constructor(options: FirehoseOptions) {
    this.#options = options;
    this.#recordIdStem = Buffer.from(options.random.fork('record ids').bytes(150)).toString(
      'base64',
    );
  }

  get account(): string {
    return this.#options.account;
  }

  /** Unlike AWS: the role is not assumed, and the bucket is first seen when an object is written. */
  create(definition: DeliveryStreamDefinition): DeliveryStream {
    this.refuseIfKnown(definition.name);
    if (this.#streams.size >= MAX_DELIVERY_STREAMS) {
      throw tooManyDeliveryStreams(MAX_DELIVERY_STREAMS, this.account);
    }
    return this.#begin(definition);
  }

  /** Goes on with the delivery streams that other processes have left. */
  async restore(): Promise<void> {
    for (const stored of await this.#options.keeping.load()) this.#begin(stored, stored);
  }

  #begin(
    { name, source, settings }: DeliveryStreamDefinition,
    stored?: StoredDeliveryStream,
  ): DeliveryStream {
    const { account, region, delays } = this.#options;
    const stream = new DeliveryStream({
      ...this.#options,
      name,
      source,
      arn: `arn:aws:firehose:${region}:${account}:deliverystream/${name}`,
      destination: this.#compile(name, settings, stored?.version ?? 1),
      createMs: stored ? 0 : delays.createMs,
      stored,
      // A second delivery stream of one name must not repeat the first one's keys.
      random: this.#options.random.fork(`${name}/${this.#created}`),
      onDelivery: (delivery) => this.#onDelivery(delivery),
    });
    this.#created += 1;
    this.#streams.set(name, stream);
    this.#watch(stream.live());
    return stream;
  }

  refuseIfKnown(name: string): void {
    if (this.#streams.has(name)) throw deliveryStreamExists(name, this.account);
  }

  /** Throws Kinesis' own error if there is no such stream. */
  async findSource(streamName: string): Promise<void> {
    await listShards({ ...this.#options, streamName });
  }

  deliveryStream(name: string): DeliveryStream {
    const stream = this.#streams.get(name);
    if (!stream) throw deliveryStreamNotFound(name, this.account);
    return stream;
  }

  /** In alphabetical order. */
  deliveryStreams(): readonly DeliveryStream[] {
    return [...this.#streams.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The delivery stream, if records may be put to it. */
  forPuts(name: string): DeliveryStream {
    const stream = this.deliveryStream(name);
    if (stream.source) throw putsNotPermitted();
    if (stream.state.status !== 'ACTIVE') throw notActiveForPuts(name, this.account);
    return stream;
  }

  /** The delivery stream, if its destination may be changed. */
  forChanges(name: string): DeliveryStream {
    const stream = this.deliveryStream(name);
    if (stream.state.status !== 'ACTIVE') throw notActiveForChanges(name, this.account);
    return stream;
  }

  update(stream: DeliveryStream, settings: DestinationSettings): Promise<void> {
    return stream.update(this.#compile(stream.name, settings, stream.state.version + 1));
  }

  /** As on AWS: refused while CREATING; once more while DELETING is no mistake. */
  async delete(name: string): Promise<void> {
    const stream = this.deliveryStream(name);
    if (stream.state.status === 'CREATING') throw notActiveForChanges(name, this.account);
    if (stream.state.status === 'DELETING') return;
    this.#watch(this.#forget(stream));
    await stream.beginDeleting();
  }

  /** As on AWS: long and opaque. */
  nextRecordId(): string {
    this.#recordIds += 1;
    return `${this.#recordIdStem}${String(this.#recordIds).padStart(16, '0')}`;
  }

  statuses(): readonly DeliveryStreamStatus[] {
    return this.deliveryStreams().map((stream) => stream.report());
  }

  deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Lets requests in flight have their answers; buffers stay as they are. */
  async close(): Promise<void> {
    this.#end.abort();
    for (const stream of this.#streams.values()) stream.stop();
    await Promise.all(this.#lives);
  }

  #compile(name: string, settings: DestinationSettings, version: number): Destination {
    const { clock, random } = this.#options;
    return compileDestination(settings, {
      deliveryStream: name,
      version,
      now: clock.now(),
      random: random.fork('sample'),
    });
  }

  async #forget(stream: DeliveryStream): Promise<void> {
    await this.#options.clock.sleep(this.#options.delays.deleteMs, this.#end.signal);
    if (this.#end.signal.aborted) return;
    this.#streams.delete(stream.name);
  }

  #onDelivery(delivery: Delivery): void {
    this.#deliveries = [...this.#deliveries.slice(1 - MAX_DELIVERIES), delivery];
    this.#options.onDelivery(delivery);
  }

  /** Anything thrown here is a bug: say so, and let the other delivery streams live. */
  #watch(life: Promise<void>): void {
    const watched = life
      .catch((error: unknown) => {
        const stack = error instanceof Error ? error.stack : String(error);
        this.#options.log.error('internal failure', { error: stack });
      })
      .finally(() => this.#lives.delete(watched));
    this.#lives.add(watched);
  }
}
