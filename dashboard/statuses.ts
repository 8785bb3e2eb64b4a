import type {
  BucketStatus,
  ClockStatus,
  ConsumerStatus,
  FaultStatus,
  FirehoseStatus,
  PipelineSources,
  ProducerStatus,
  Source,
  StreamStatus,
} from '#pipeline/status.ts';

/** What all parts told in one round. */
export interface Statuses {
  readonly clock: ClockStatus;
  readonly stream: StreamStatus;
  readonly producer: ProducerStatus | undefined;
  readonly consumers: readonly ConsumerStatus[];
  readonly firehose: FirehoseStatus | undefined;
  readonly bucket: BucketStatus | undefined;
  readonly faults: FaultStatus;
}

const NO_FAULTS: FaultStatus = { active: [], hits: {} };

/** Rounds between two questions to the stream, which is asked through its public API. */
const ROUNDS_PER_LISTING = 10;

/** Asks all parts at once, for what is new to whoever asks. */
export class Round {
  readonly #sources: PipelineSources;
  /** Per source, the highest number that it has told so far. */
  readonly #seen = new Map<unknown, number>();
  #stream: StreamStatus | undefined;
  #rounds = 0;

  constructor(sources: PipelineSources) {
    this.#sources = sources;
  }

  /** Ask the stream in the next round, whatever its turn. */
  askStreamNext(): void {
    this.#rounds = 0;
  }

  async ask(): Promise<Statuses> {
    const { clock, producer, consumers, firehose, bucket, faults } = this.#sources;
    const now = await clock(0);
    const asked = await Promise.all([
      this.#askStream(now),
      this.#ask(producer),
      Promise.all(consumers.map((consumer) => consumer(this.#since(consumer)))),
      this.#ask(firehose),
      this.#ask(bucket),
      this.#ask(faults),
    ]);
    const [stream, producerStatus, consumerStatuses, firehoseStatus, bucketStatus, told] = asked;
    this.#note(producer, [producerStatus?.samples]);
    this.#note(firehose, [firehoseStatus?.deliveries]);
    for (const [at, status] of consumerStatuses.entries()) {
      this.#note(consumers[at], [status.samples, status.windows, status.alerts]);
    }
    return {
      clock: now,
      stream,
      producer: producerStatus,
      consumers: consumerStatuses,
      firehose: firehoseStatus,
      bucket: bucketStatus,
      faults: told ?? NO_FAULTS,
    };
  }

  #ask<Status>(source: Source<Status | undefined> | undefined): Promise<Status | undefined> {
    return source?.(this.#since(source)) ?? Promise.resolve(undefined);
  }

  /** Not while the clock is paused: the question would count as something that happened. */
  async #askStream({ isPaused }: ClockStatus): Promise<StreamStatus> {
    const isItsTurn = this.#rounds === 0 || (this.#rounds % ROUNDS_PER_LISTING === 0 && !isPaused);
    this.#rounds += 1;
    if (isItsTurn || !this.#stream) this.#stream = await this.#sources.stream(0);
    return this.#stream;
  }

  #since(source: unknown): number {
    return this.#seen.get(source) ?? 0;
  }

  #note(source: unknown, told: readonly (readonly { readonly n: number }[] | undefined)[]): void {
    const numbers = told.map((items) => items?.at(-1)?.n ?? 0);
    this.#seen.set(source, Math.max(this.#since(source), ...numbers));
  }
}
