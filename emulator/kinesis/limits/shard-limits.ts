import { Heat } from './heat.ts';
import { ReadPace } from './read-pace.ts';
import { SlidingWindow } from './sliding-window.ts';
import { TokenBucket } from './token-bucket.ts';

const MIB = 1_048_576;

/** As on AWS: of each shard. Unlike AWS, whose bursts are unrecorded: a bucket holds one second's. */
const WRITE_BYTES_PER_SECOND = MIB;
const WRITE_RECORDS_PER_SECOND = 1_000;
const READ_BYTES_PER_SECOND = 2 * MIB;
const READS_PER_SECOND = 5;
const ITERATORS_PER_SECOND = 5;

/** What one shard has left. All of it is arithmetic on numbers: a check allocates nothing. */
export class ShardLimits {
  readonly #writeBytes = new TokenBucket(WRITE_BYTES_PER_SECOND);
  readonly #writeRecords = new TokenBucket(WRITE_RECORDS_PER_SECOND);
  readonly #reads = new SlidingWindow(READS_PER_SECOND, 1_000);
  readonly #readPace = new ReadPace(READ_BYTES_PER_SECOND);
  /** What an on-demand stream grows by. */
  readonly heat = new Heat();
  readonly #iterators = new SlidingWindow(ITERATORS_PER_SECOND, 1_000);

  /** Whether it takes a record of so many bytes, its key among them. */
  takeWrite(bytes: number, now: number): boolean {
    if (!this.#writeRecords.holds(1, now) || !this.#writeBytes.holds(bytes, now)) return false;
    this.#writeRecords.spend(1);
    this.#writeBytes.spend(bytes);
    this.heat.note(bytes, now);
    return true;
  }

  /** Whether it answers one more GetRecords. */
  takeRead(now: number): boolean {
    return !this.#readPace.isBlocked(now) && this.#reads.take(now);
  }

  /** What a GetRecords was answered with. */
  noteRead(bytes: number, now: number): void {
    this.#readPace.note(bytes, now);
  }

  takeIterator(now: number): boolean {
    return this.#iterators.take(now);
  }
}
