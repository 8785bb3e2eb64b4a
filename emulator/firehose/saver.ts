import type { Log } from '#runtime/log.ts';
import type { FirehoseState, StoredDeliveryStream } from './state.ts';

/** Keeps a delivery stream for the next process, each time as it is then. */
export class Saver {
  readonly #keeping: FirehoseState;
  readonly #stored: () => StoredDeliveryStream;
  readonly #log: Log;
  #saving: Promise<void> = Promise.resolve();

  constructor(keeping: FirehoseState, stored: () => StoredDeliveryStream, log: Log) {
    this.#keeping = keeping;
    this.#stored = stored;
    this.#log = log;
  }

  /** One after the other, so that none overtakes a newer one; trouble is said and not waited out. */
  save(): Promise<void> {
    this.#saving = this.#saving
      .then(() => this.#keeping.save(this.#stored()))
      .catch((error: unknown) => {
        const deliveryStream = this.#stored().name;
        this.#log.warn('delivery stream not kept', { deliveryStream, error: String(error) });
      });
    return this.#saving;
  }
}
