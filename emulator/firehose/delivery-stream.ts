import type { Random } from '#runtime/random.ts';
import { deliver } from './deliver.ts';
import type { DueObject } from './delivery-buffer.ts';
import type { DeliveryStreamOptions, DeliveryStreamState } from './delivery-stream-options.ts';
import type { Destination } from './destination.ts';
import { Outbox } from './outbox.ts';
import { Saver } from './saver.ts';
import { Source } from './source.ts';
import type { StoredDeliveryStream, StreamSource } from './state.ts';
import type { Delivery, DeliveryStreamStatus, WaitingObject } from './status.ts';
import { Tags } from './tags.ts';
import { writeObject } from './write-object.ts';

/** As on AWS: what came by Direct PUT is kept for 24 hours. */
const DIRECT_PUT_KEEPS_MS = 24 * 3_600_000;

/** Deliveries that are kept between processes. */
const MAX_STORED_DELIVERIES = 500;

type Left = Pick<StoredDeliveryStream, 'version' | 'tags' | 'deliveries' | 'progress'>;

/** What is left of a delivery stream that never was. */
const NEW: Left = { version: 1, tags: {}, deliveries: [] };

/** One delivery stream: what it is configured to do, what it holds, and its life from CREATING to its end. */
export class DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly source: StreamSource | undefined;
  readonly createdAt: number;
  readonly tags: Tags;
  readonly #options: DeliveryStreamOptions;
  readonly #outbox: Outbox;
  readonly #reads: Source | undefined;
  readonly #end = new AbortController();
  readonly #keyRandom: Random;
  readonly #retryRandom: Random;
  readonly #saver: Saver;
  #state: DeliveryStreamState;
  #waiting: WaitingObject | undefined;
  #deliveries: readonly Delivery[];

  constructor(options: DeliveryStreamOptions) {
    const { source, destination, random, clock } = options;
    const left = options.stored ?? { ...NEW, createdAt: clock.now() };
    this.name = options.name;
    this.arn = options.arn;
    this.source = source;
    this.createdAt = left.createdAt;
    this.#options = options;
    this.#state = { status: 'CREATING', version: left.version, destination };
    this.#outbox = new Outbox(destination.hints);
    this.tags = new Tags(left.tags);
    this.#deliveries = left.deliveries;
    this.#saver = new Saver(options.keeping, () => this.#stored(), options.log);
    this.#keyRandom = random.fork('keys');
    this.#retryRandom = random.fork('retries');
    this.#reads =
      source &&
      new Source({
        ...options,
        streamName: source.streamName,
        random: this.#retryRandom,
        outbox: this.#outbox,
        signal: this.#end.signal,
        stored: left.progress,
      });
  }

  get state(): DeliveryStreamState {
    return this.#state;
  }

  /** Becomes ACTIVE, then reads its source and delivers until it is ended. */
  async live(): Promise<void> {
    const { clock, createMs, log } = this.#options;
    const signal = this.#end.signal;
    await clock.sleep(createMs, signal);
    await this.#openSource();
    if (signal.aborted || this.#state.status !== 'CREATING') return;

    await this.#saver.trySave();
    this.#change({ status: 'ACTIVE' });
    log.info('delivery stream active', { deliveryStream: this.name });
    await Promise.all([
      deliver({
        outbox: this.#outbox,
        clock,
        signal,
        write: (object) => this.#write(object),
      }),
      this.#reads?.read(),
    ]);
  }

  /** Takes records that came by Direct PUT, as many as there is room for; tells how many. */
  put(records: readonly Uint8Array[]): number {
    const now = this.#options.clock.now();
    this.#outbox.sealDue(now);
    let taken = 0;
    for (const data of records) {
      if (this.#outbox.isFull) break;
      this.#outbox.add(data, now, now);
      taken += 1;
    }
    return taken;
  }

  /**
   * As on AWS: nothing is flushed; what is pending keeps its deadline and takes the new format and
   * version (probed on AWS, Jul–Sep 2026).
   * Unlike AWS: in force at once, not within minutes.
   */
  async update(destination: Destination): Promise<void> {
    const updatedAt = this.#options.clock.now();
    this.#change({ destination, version: this.#state.version + 1, updatedAt });
    this.#outbox.configure(destination.hints);
    await this.keep();
  }

  /** Resolves when another process would find it as it is now; rejects when that cannot be had. */
  keep(): Promise<void> {
    return this.#saver.save();
  }

  /**
   * As on AWS: what is buffered is discarded, not flushed (probed on AWS, Jul–Sep 2026).
   * Another process does not find it any more.
   */
  async beginDeleting(): Promise<void> {
    this.#change({ status: 'DELETING' });
    this.#waiting = undefined;
    this.stop();
    this.#outbox.discard();
    await this.#saver.forget();
  }

  /** Ends all loops; what it holds stays in the books as buffered. */
  stop(): void {
    this.#end.abort();
  }

  report(): DeliveryStreamStatus {
    return {
      name: this.name,
      status: this.#state.status,
      ...this.#state.destination.hints,
      ...this.#outbox.books(),
      ...(this.#waiting && { waiting: this.#waiting }),
      ...lastOf(this.#deliveries),
    };
  }

  #change(changes: Partial<DeliveryStreamState>): void {
    this.#state = { ...this.#state, ...changes };
  }

  async #openSource(): Promise<void> {
    if (!this.#reads) return;
    try {
      await this.#reads.open();
      const { since: readsSince } = this.#reads.progress ?? { since: this.createdAt };
      this.#change({ readsSince });
    } catch (error) {
      if (this.#end.signal.aborted) return;
      const failure = String(error);
      this.#change({ status: 'CREATING_FAILED', failure });
      this.#options.log.error('source not opened', {
        deliveryStream: this.name,
        error: failure,
      });
    }
  }

  #stored(): StoredDeliveryStream {
    const { version, destination } = this.#state;
    const progress = this.#reads?.progress;
    return {
      name: this.name,
      createdAt: this.createdAt,
      version,
      settings: destination.settings,
      ...(this.source && { source: this.source }),
      ...(progress && { progress }),
      tags: Object.fromEntries(this.tags.values),
      deliveries: this.#deliveries,
    };
  }

  async #write(object: DueObject): Promise<void> {
    const { clock, log, onDelivery } = this.#options;
    const written = await writeObject(object, {
      ...this.#options,
      keyRandom: this.#keyRandom,
      retryRandom: this.#retryRandom,
      signal: this.#end.signal,
      deliveryStream: this.name,
      target: () => this.#state,
      giveUpAt: ({ firstRecordAt }) =>
        this.source ? Infinity : firstRecordAt + DIRECT_PUT_KEEPS_MS,
      onWaiting: (waiting) => {
        this.#waiting = waiting;
      },
    });
    if (!written) {
      if (!this.#end.signal.aborted) this.#outbox.settle(object, 'failed');
      return;
    }
    if (!this.#outbox.settle(object, 'delivered')) return;

    const delivery = {
      deliveryStream: this.name,
      ...written,
      ...factsOf(object),
      deliveredAt: clock.now(),
    };
    this.#deliveries = [...this.#deliveries, delivery].slice(-MAX_STORED_DELIVERIES);
    this.#reads?.delivered(object.through);
    log.info('object delivered', delivery);
    onDelivery(delivery);
    await this.#saver.trySave();
  }
}

const lastOf = (deliveries: readonly Delivery[]): { readonly lastDelivery?: Delivery } => {
  const lastDelivery = deliveries.at(-1);
  return lastDelivery ? { lastDelivery } : {};
};

const factsOf = ({ records, body, trigger, firstRecordAt, dueAt }: DueObject) => ({
  records,
  bytes: body.length,
  trigger,
  firstRecordAt,
  dueAt,
});
