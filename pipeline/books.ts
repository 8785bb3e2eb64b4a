import type { Tally } from './ledger.ts';

/** What became of every record, as it stands in the report. */
export interface Books {
  readonly put: number;
  /** Given up by the producer, by name; not among `put`. */
  readonly failed: number;
  /** Seen on the stream or in the bucket, and put there by somebody else. */
  readonly foreign: number;
  readonly consumers: Readonly<Record<string, Tally>>;
  readonly firehose: FirehoseBooks;
  readonly s3: BucketBooks;
  readonly balanced: boolean;
}

/** Firehose's own account, in records. */
export interface FirehoseBooks {
  readonly received: number;
  readonly delivered: number;
  readonly buffered: number;
  readonly failed: number;
}

/** What was found in the objects when they were opened and split into records again. */
export interface BucketBooks {
  readonly objects: number;
  readonly records: number;
  /** As stored, that is after compression. */
  readonly bytes: number;
  /** Put, and neither in an object nor held or given up by Firehose. */
  readonly missing: number;
  readonly duplicates: number;
  /** Records that stand behind a later one of their key inside one object. */
  readonly outOfOrder: number;
}

/**
 * Whether every record is accounted for, everywhere, and in its order. Duplicates do not unbalance
 * the books: the promise is at least once.
 */
export function isBalanced(books: Omit<Books, 'balanced'>): boolean {
  const { put, foreign, consumers, firehose, s3 } = books;
  const everyoneSawAll = Object.values(consumers).every(
    ({ received, duplicates, missing, outOfOrder }) =>
      missing === 0 && outOfOrder === 0 && received - duplicates >= put,
  );
  const firehoseAddsUp =
    firehose.received === firehose.delivered + firehose.buffered + firehose.failed;
  // Foreign bytes cannot be told apart into records, so they are not counted against Firehose.
  const s3HoldsAll = foreign > 0 || s3.records === firehose.delivered;
  const s3AddsUp = s3.missing === 0 && s3.outOfOrder === 0 && s3HoldsAll;
  return everyoneSawAll && firehoseAddsUp && s3AddsUp;
}
