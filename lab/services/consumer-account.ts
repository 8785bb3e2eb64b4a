import type { InRecord } from '#consumers/client/consumer.ts';
import { Place } from '#pipeline/place.ts';
import type { LabRecord } from '#pipeline/record.ts';
import type { ConsumerStatus } from '#pipeline/status.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import { BOOKS_FORMAT, type ConsumerBooks } from './books-file.ts';

/** Alerts beyond this are known to the log alone: the score is of the newest ones. */
const MAX_ALERTS = 20_000;

type Told = Pick<ConsumerStatus, 'received' | 'duplicates' | 'outOfOrder' | 'foreign'>;

/** What one process has seen of a stream, and what it and those before it have seen together. */
export class ConsumerAccount {
  #stream: string;
  #place = new Place();
  #together: Place;
  #latency = new LatencyHistogram();
  #alerts: string[] = [];

  /** `before` are the books of earlier processes on this stream. */
  constructor(stream: string, before: readonly ConsumerBooks[] = []) {
    this.#stream = stream;
    this.#together = Place.of(before.map(({ place }) => place));
  }

  /** `stream@creation`: the consumer itself may move on to another one of the same name. */
  get stream(): string {
    return this.#stream;
  }

  /** Of this process. */
  get latency(): LatencyHistogram {
    return this.#latency;
  }

  /** By this process and those before it. */
  told(): Told {
    const { received, distinct, outOfOrder, foreign } = this.#together;
    return { received, duplicates: received - distinct, outOfOrder, foreign };
  }

  saw({ id, data, arrivedAt }: InRecord<LabRecord>, seenAt: number): void {
    const stream = id.slice(0, id.indexOf('/'));
    if (stream !== this.#stream) this.#beginAnew(stream);
    this.#place.saw(data);
    this.#together.saw(data);
    this.#latency.record(seenAt - arrivedAt.getTime());
  }

  alerted(recordId: string): void {
    this.#alerts.push(recordId);
    if (this.#alerts.length > 2 * MAX_ALERTS) this.#alerts = this.#alerts.slice(-MAX_ALERTS);
  }

  file(read: 'polling' | 'efo'): ConsumerBooks {
    return {
      v: BOOKS_FORMAT,
      kind: 'consumer',
      place: this.#place.state(),
      latency: this.#latency.counts().map(([ms, times]) => [ms, times]),
      alerts: this.#alerts.slice(-MAX_ALERTS),
      read,
    };
  }

  #beginAnew(stream: string): void {
    this.#stream = stream;
    this.#place = new Place();
    this.#together = new Place();
    this.#latency = new LatencyHistogram();
    this.#alerts = [];
  }
}
