import type { FirehoseStatus } from '#pipeline/status.ts';
import type { Statuses } from './statuses.ts';
import type { BooksProblem, BooksView } from './view.ts';

/** Rounds that opening an object may take, before its records are missed. */
const PATIENCE_ROUNDS = 30;

/** The books in one line, from counters that do not know of each other; the report counts each record. */
export class BooksLine {
  #roundsUnequal = 0;

  view(statuses: Statuses): BooksView {
    const { producer, consumers, firehose } = statuses;
    const { put, failed } = producer ?? NOTHING_PUT;
    const { received, delivered, buffered, failed: lost } = firehose ?? NOTHING_RECEIVED;
    const foreign = Math.max(0, ...consumers.map((consumer) => consumer.foreign));
    return {
      put,
      failed,
      foreign,
      consumers: consumers.map(({ name, received: seen, duplicates }) => {
        const distinct = Math.min(seen - duplicates, put);
        return { name, received: distinct, inFlight: put - distinct };
      }),
      stored: delivered,
      buffered: buffered.records,
      lost,
      onTheWay: Math.max(0, put + foreign - received),
      duplicates: consumers.reduce((sum, { duplicates }) => sum + duplicates, 0),
      problems: this.#problems(statuses, foreign),
    };
  }

  #problems(statuses: Statuses, foreign: number): BooksProblem[] {
    const { producer, consumers, firehose, bucket } = statuses;
    const places = bucket ? [...consumers, bucket] : consumers;
    const found: readonly (readonly [BooksProblem, boolean])[] = [
      ['firehose', firehose !== undefined && !addsUp(firehose)],
      ['opened', this.#isUnequal(statuses, foreign)],
      ['order', places.some(({ outOfOrder }) => outOfOrder > 0)],
      ['failed', producer !== undefined && producer.failed > 0],
    ];
    return found.filter(([, isSo]) => isSo).map(([problem]) => problem);
  }

  /** Whether the objects have long held other records than Firehose says that it delivered. */
  #isUnequal({ firehose, bucket }: Statuses, foreign: number): boolean {
    // What others put cannot be told apart into records again.
    const isKnown = firehose !== undefined && bucket !== undefined && foreign === 0;
    const isUnequal = isKnown && bucket.records !== firehose.delivered;
    this.#roundsUnequal = isUnequal ? this.#roundsUnequal + 1 : 0;
    return this.#roundsUnequal > PATIENCE_ROUNDS;
  }
}

const NOTHING_PUT = { put: 0, failed: 0 };
const NOTHING_RECEIVED = { received: 0, delivered: 0, failed: 0, buffered: { records: 0 } };

const addsUp = ({ received, delivered, buffered, failed }: FirehoseStatus): boolean =>
  received === delivered + buffered.records + failed;
