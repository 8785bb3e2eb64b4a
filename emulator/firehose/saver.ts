import type { Log } from '#runtime/log.ts';
import type { FirehoseState, StoredDeliveryStream } from './state.ts';

/** Keeps a delivery stream for the next process, each time as it is then, until it is forgotten. */
export class Saver {
  readonly #keeping: FirehoseState;
  readonly #stored: () => StoredDeliveryStream;
  readonly #log: Log;
  #last: Promise<void> = Promise.resolve();
  #isForgotten = false;

  constructor(keeping: FirehoseState, stored: () => StoredDeliveryStream, log: Log) {
    this.#keeping = keeping;
    this.#stored = stored;
    this.#log = log;
  }

  /** For what is acknowledged: rejects when it could not be kept. */
  save(): Promise<void> {
    return this.#next(async () => {
      if (!this.#isForgotten) await this.#keeping.save(this.#stored());
    });
  }

  /** For what is done again if the next process does not know of it: trouble is said and not waited out. */
  async trySave(): Promise<void> {
    try {
      await this.save();
    } catch (error) {
      const deliveryStream = this.#stored().name;
      this.#log.warn('delivery stream not kept', { deliveryStream, error: String(error) });
    }
  }

  forget(): Promise<void> {
    this.#isForgotten = true;
    return this.#next(() => this.#keeping.forget(this.#stored().name));
  }

  /** One after the other, so that none overtakes a newer one. */
  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }
}
