import {
  type Consumer,
  type CoordinationStore,
  type Handler,
  type Lag,
} from '#consumers/client/consumer.ts';
import type { LabRecord } from '#pipeline/record.ts';
import type { ConsumerState } from '#pipeline/status.ts';
import type { Clock } from '#runtime/clock.ts';

export interface ManagedConsumerOptions {
  readonly clock: Clock;
  readonly store: CoordinationStore;
  /** Makes the consumer of a new life, which keeps its place in `store`. */
  readonly create: (store: CoordinationStore) => Consumer<LabRecord>;
  /** Feeds one life's subject, which begins without any memory; ends with the signal. */
  readonly run: (
    consumer: Pick<Consumer<LabRecord>, 'run' | 'lag'>,
    signal: AbortSignal,
  ) => Promise<void>;
}

interface Life {
  readonly consumer: Consumer<LabRecord>;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  /** Takes store and handler away, as the death of a process does. */
  readonly death: AbortController;
}

const NOTHING_READ: Lag = { maxMillisBehind: 0, shards: [], workers: [] };

/** A consumer that can be killed, started again and slowed down, as a process can. */
export class ManagedConsumer {
  readonly #options: ManagedConsumerOptions;
  #life: Life;
  #state: ConsumerState = 'running';
  #lastLag = NOTHING_READ;
  #fail: (error: unknown) => void = () => {};
  slowMs = 0;

  /** Rejects when a life ends by an error of its own: nothing a person did. */
  readonly failed: Promise<never>;

  constructor(options: ManagedConsumerOptions) {
    this.#options = options;
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => {});
    this.#life = this.#begin();
  }

  get state(): ConsumerState {
    return this.#state;
  }

  /** Of one that was killed: as it stood then. */
  lag(): Lag {
    return this.#state === 'killed' ? this.#lastLag : this.#life.consumer.lag();
  }

  ready(): Promise<void> {
    return this.#life.consumer.ready();
  }

  /** At once and without a last word: what came since the last checkpoint will come again. */
  kill(): void {
    if (this.#state === 'killed') return;
    this.#lastLag = this.#life.consumer.lag();
    this.#state = 'killed';
    this.#life.death.abort();
    this.#life.stop.abort();
  }

  start(): void {
    if (this.#state !== 'killed') return;
    this.#life = this.#begin();
    const { consumer } = this.#life;
    this.#state = 'starting';
    const isReady = (): void => {
      if (this.#life.consumer === consumer && this.#state === 'starting') this.#state = 'running';
    };
    consumer.ready().then(isReady, () => {});
  }

  /** Ends as a service does: what is in hand is finished, checkpoints are stored. */
  async close(): Promise<void> {
    this.#life.stop.abort();
    if (this.#state !== 'killed') await this.#life.ended;
  }

  #begin(): Life {
    const { create, run, store } = this.#options;
    const death = new AbortController();
    const consumer = create(severable(store, death.signal));
    const stop = new AbortController();
    const ended = run(this.#slowed(consumer, death.signal), stop.signal);
    ended.catch((error: unknown) => {
      if (!death.signal.aborted) this.#fail(error);
    });
    return { consumer, stop, ended, death };
  }

  /** The same consumer, whose handler takes its time, and none after its death. */
  #slowed(
    consumer: Consumer<LabRecord>,
    death: AbortSignal,
  ): Pick<Consumer<LabRecord>, 'run' | 'lag'> {
    const { clock } = this.#options;
    return {
      lag: () => consumer.lag(),
      run: (handler, options) =>
        consumer.run(
          {
            batch: async (batch) => {
              if (this.slowMs > 0) await clock.sleep(this.slowMs, death);
              if (death.aborted) throw new Error('the consumer was killed');
              await handle(handler, batch);
            },
          },
          options,
        ),
    };
  }
}

type Batches = Extract<Handler<LabRecord>, { batch: unknown }>;

async function handle(
  handler: Handler<LabRecord>,
  batch: Parameters<Batches['batch']>[0],
): Promise<void> {
  if ('batch' in handler) await handler.batch(batch);
  else {
    const { signal, epoch } = batch;
    for (const record of batch.records) await handler.each(record, { signal, epoch });
  }
}

/** A store that answers nobody any more after the death of its user. */
function severable(store: CoordinationStore, death: AbortSignal): CoordinationStore {
  const unlessDead = <T>(call: () => Promise<T>): Promise<T> =>
    death.aborted ? new Promise(() => {}) : call();
  return {
    get: (key) => unlessDead(() => store.get(key)),
    put: (key, body, expect) => unlessDead(() => store.put(key, body, expect)),
    delete: (key) => unlessDead(() => store.delete(key)),
    list: (prefix) => store.list(prefix),
  };
}
