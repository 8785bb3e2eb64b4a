import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CoordinationStore } from '#consumers/client/consumer.ts';
import { answerWithin } from '#runtime/answer-within.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import { booksPrefix, type BooksFile } from './books-file.ts';

const SAVE_EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;

export interface BooksKeeperOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly service: string;
  /** This process and no other. */
  readonly incarnation: string;
  readonly clock: Clock;
  readonly log: Log;
  /** `stream@creation`; undefined while it is not known. */
  readonly stream: () => string | undefined;
  readonly books: () => BooksFile;
}

/**
 * Keeps a process's books in the state bucket, in a file of its own, so that a report can be drawn up
 * by another process and a restart takes nothing away from it.
 */
export class BooksKeeper {
  readonly #options: BooksKeeperOptions;
  #isDirty = false;
  #isFailing = false;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: BooksKeeperOptions) {
    this.#options = options;
  }

  /** What the books say has changed. */
  touch(): void {
    this.#isDirty = true;
  }

  /** Stores the books if they have changed. One write at a time. */
  save(): Promise<void> {
    const saved = this.#saving.then(() => this.#write());
    this.#saving = saved.catch(() => {});
    return saved;
  }

  /** Stores them every other second while the work goes on, and once more when it has ended. */
  async keepWhile<T>(work: () => Promise<T>): Promise<T> {
    const over = new AbortController();
    const saving = this.#keepSaving(over.signal);
    try {
      return await work();
    } finally {
      over.abort();
      await saving;
      await this.#saveOrSay();
    }
  }

  /**
   * The store, but each write waits for the books: whatever a checkpoint says is done stands in them,
   * also after a crash between the two.
   */
  before(store: CoordinationStore): CoordinationStore {
    return {
      ...store,
      put: async (key, body, expect) => {
        await this.save();
        return store.put(key, body, expect);
      },
    };
  }

  async #keepSaving(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#options.clock.sleep(SAVE_EVERY_MS, signal);
      if (!signal.aborted) await this.#saveOrSay();
    }
  }

  /** Trouble is said once. */
  async #saveOrSay(): Promise<void> {
    const { log } = this.#options;
    try {
      await this.save();
      if (this.#isFailing) log.info('books stored again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn('books not stored', { error: String(error) });
      this.#isFailing = true;
    }
  }

  async #write(): Promise<void> {
    const { s3, bucket, service, incarnation, clock, stream, books } = this.#options;
    const of = stream();
    if (!this.#isDirty || of === undefined) return;
    this.#isDirty = false;
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: `${booksPrefix(of, service)}${incarnation}.json`,
      Body: JSON.stringify(books()),
      ContentType: 'application/json',
    });
    try {
      await answerWithin(ANSWER_WITHIN_MS, clock, (abortSignal) =>
        s3.send(command, { abortSignal }),
      );
    } catch (error) {
      this.#isDirty = true;
      throw error;
    }
  }
}
