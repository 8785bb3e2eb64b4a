import type { ConsumerStatus, FirehoseStatus, StreamStatus } from '#pipeline/status.ts';
import type { Statuses } from './statuses.ts';
import type { BooksProblem, BooksView } from './view.ts';

/** Rounds that something may look wrong for, because parts are not asked at the same instant. */
const PATIENCE_ROUNDS = 30;
/** Rounds back for which it is known how many records had been put. */
const KEPT_ROUNDS = 600;
/** What a consumer may need beyond what it says that it is behind. */
const CONSUMER_GRACE_MS = 2_000;
/** What a Firehose may need beyond its interval. */
const FIREHOSE_GRACE_MS = 60_000;

/** The books in one line, from counters that do not know of each other; the report counts each record. */
export class BooksLine {
  readonly #roundsSo = new Map<BooksProblem, number>();
  readonly #puts: { readonly at: number; readonly put: number }[] = [];

  view(statuses: Statuses): BooksView {
    const { producer, consumers, firehose, clock } = statuses;
    const { received, delivered, buffered, failed: lost } = firehose ?? NOTHING_RECEIVED;
    // An estimate knows of the lab's own records only.
    const isTold = firehose === undefined || firehose.basis === 'told';
    const foreign = isTold ? Math.max(0, ...consumers.map((consumer) => consumer.foreign)) : 0;
    const put = putIn(statuses);
    this.#puts.push({ at: clock.now, put });
    if (this.#puts.length > KEPT_ROUNDS) this.#puts.shift();
    return {
      put,
      failed: producer?.failed ?? 0,
      foreign,
      consumers: consumers.map((consumer) => ({
        name: consumer.name,
        received: distinctIn(consumer),
        inFlight: put - distinctIn(consumer),
      })),
      stored: delivered,
      buffered: buffered.records,
      lost,
      onTheWay: Math.max(0, put + foreign - received),
      duplicates: consumers.reduce((sum, { duplicates }) => sum + duplicates, 0),
      problems: this.#problems(statuses, foreign),
    };
  }

  #problems(statuses: Statuses, foreign: number): BooksProblem[] {
    const { producer, consumers, firehose, bucket, clock } = statuses;
    const places = bucket ? [...consumers, bucket] : consumers;
    const found: readonly (readonly [BooksProblem, boolean])[] = [
      ['firehose', firehose !== undefined && !addsUp(firehose)],
      ['opened', this.#isLong('opened', isUnequal(statuses, foreign))],
      ['overdue', firehose !== undefined && isOverdue(firehose, clock.now)],
      ['missing', this.#isLong('missing', this.#isMissed(statuses))],
      ['order', places.some(({ outOfOrder }) => outOfOrder > 0)],
      ['failed', producer !== undefined && producer.failed > 0],
    ];
    return found.filter(([, isSo]) => isSo).map(([problem]) => problem);
  }

  /** Whether a consumer says that it has read up to some moment, and has seen less than was put by then. */
  #isMissed({ consumers, clock, stream }: Statuses): boolean {
    return consumers.some((consumer) => {
      if (consumer.isAway || consumer.state !== 'running' || !readsAll(consumer, stream)) {
        return false;
      }
      const lagMs = Math.max(...consumer.shards.map((shard) => shard.lagMs));
      const pollMs = consumer.read === 'polling' ? consumer.pollEveryMs : 0;
      const readUntil = clock.now - lagMs - pollMs - consumer.slowMs - CONSUMER_GRACE_MS;
      // Who knows each record can tell; of others the counters show it once nothing more is put.
      if (consumer.missingSince !== undefined) return consumer.missingSince < readUntil;
      const then = this.#puts.findLast(({ at }) => at <= readUntil);
      return then !== undefined && distinctIn(consumer) < then.put;
    });
  }

  #isLong(problem: BooksProblem, isSo: boolean): boolean {
    const rounds = isSo ? (this.#roundsSo.get(problem) ?? 0) + 1 : 0;
    this.#roundsSo.set(problem, rounds);
    return rounds > PATIENCE_ROUNDS;
  }
}

const NOTHING_RECEIVED = { received: 0, delivered: 0, failed: 0, buffered: { records: 0 } };

const distinctIn = ({ received, duplicates }: ConsumerStatus): number => received - duplicates;

/** Whether it is at every shard: what another worker of its group reads, it does not know of. */
const readsAll = ({ shards }: ConsumerStatus, stream: StreamStatus): boolean =>
  stream.shards
    .filter(({ isOpen }) => isOpen)
    .every(({ shardId }) => shards.some((read) => read.shardId === shardId));

/** A producer that died could not say how much it had put: what a consumer has seen, was. */
const putIn = ({ producer, consumers }: Statuses): number =>
  Math.max(producer?.put ?? 0, ...consumers.map(distinctIn));

const addsUp = ({ received, delivered, buffered, failed }: FirehoseStatus): boolean =>
  received === delivered + buffered.records + failed;

/** Whether the objects hold other records than Firehose says that it delivered. */
const isUnequal = ({ firehose, bucket }: Statuses, foreign: number): boolean =>
  // What others put cannot be told apart into records again, and an estimate follows from the objects.
  firehose?.basis === 'told' &&
  bucket !== undefined &&
  foreign === 0 &&
  bucket.records !== firehose.delivered;

/** Whether records are in no object long after they should be, of a Firehose that tells nothing. */
const isOverdue = (
  { basis, intervalMs, buffered: { firstRecordAt } }: FirehoseStatus,
  now: number,
): boolean =>
  basis !== 'told' &&
  firstRecordAt !== undefined &&
  now - firstRecordAt > intervalMs + FIREHOSE_GRACE_MS;
