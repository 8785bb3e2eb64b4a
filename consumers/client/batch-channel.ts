import type { Batch } from './record.ts';

interface Offer<T> {
  readonly batch: Batch<T>;
  readonly settle: (error?: Error) => void;
}

/** The batch was not taken, or whoever took it went away without asking for more: it is not done. */
class Abandoned extends Error {}

/**
 * Hands batches over one at a time. Who asks for the next one says that the one before is done; who
 * goes away says nothing, so that it will come again.
 */
export class BatchChannel<T> {
  /** One for each shard at most: a shard waits until its batch is done. */
  readonly #offers: Offer<T>[] = [];
  #current: Offer<T> | undefined;
  #onChange: (() => void) | undefined;
  #isStopped = false;

  /** Resolves when the batch is done. */
  offer(batch: Batch<T>): Promise<void> {
    if (this.#isStopped) return Promise.reject(new Abandoned());
    return new Promise((resolve, reject) => {
      const settle = (error?: Error): void => (error ? reject(error) : resolve());
      this.#offers.push({ batch, settle });
      this.#onChange?.();
    });
  }

  /** The next batch; undefined once the channel is stopped. */
  async next(): Promise<Batch<T> | undefined> {
    this.#current?.settle();
    this.#current = undefined;
    while (this.#offers.length === 0 && !this.#isStopped) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
    this.#current = this.#offers.shift();
    return this.#current?.batch;
  }

  /** No further batch is handed over; the one that is out may still be finished. */
  stop(): void {
    this.#isStopped = true;
    for (const { settle } of this.#offers.splice(0)) settle(new Abandoned());
    this.#onChange?.();
  }

  /** The batch that is out will not be finished either. */
  abandon(): void {
    this.stop();
    this.#current?.settle(new Abandoned());
    this.#current = undefined;
  }
}
