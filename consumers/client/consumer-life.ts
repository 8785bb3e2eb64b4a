import { heardByMany } from '#runtime/signals.ts';
import { ConsumerUnusable } from './errors.ts';
import { followStream, type FollowOptions } from './follow-stream.ts';
import { MemoryBudget } from './memory-budget.ts';
import type { Handler, Lag } from './options.ts';
import { patientStore } from './patient-store.ts';
import type { Settings } from './settings.ts';
import { ShardBoard } from './shard-board.ts';
import { streamName } from './stream-view.ts';
import { onAbort } from './wait.ts';

/** How long the handler has to finish what it holds. */
const CLOSE_WITHIN_MS = 30_000;
/** And after that the last checkpoints, which are given 5 s each, side by side. */
const LAST_WRITES_WITHIN_MS = 6_000;

/**
 * A consumer from its start to its end. It is told to stop in three steps: begin nothing new; wait
 * for the handler no longer; wait for the store no longer.
 */
export class ConsumerLife<T> {
  readonly #settings: Settings<T>;
  readonly #board: ShardBoard;
  readonly #stop = new AbortController();
  readonly #deadline = new AbortController();
  readonly #closed = new AbortController();
  #running: Promise<void> | undefined;

  constructor(settings: Settings<T>) {
    this.#settings = settings;
    this.#board = new ShardBoard(settings.clock);
    for (const { signal } of [this.#stop, this.#deadline, this.#closed]) heardByMany(signal);
  }

  /** Aborts when no further record will be begun. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  async run(handler: Handler<T>, signal?: AbortSignal): Promise<void> {
    if (this.#running) throw new ConsumerUnusable('the consumer is or was running already');
    if (this.#stop.signal.aborted) throw new ConsumerUnusable('the consumer is closed');
    this.#running = this.#consume(handler);
    const unlink = signal && onAbort(signal, () => void this.close());
    if (signal?.aborted) void this.close();
    try {
      await this.#running;
    } finally {
      unlink?.();
    }
  }

  ready(): Promise<void> {
    const { signal } = this.#closed;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        const ended = (): void => reject(new ConsumerUnusable('the consumer is closed'));
        (this.#running ?? Promise.resolve()).then(ended, reject);
      };
      if (signal.aborted) {
        end();
        return;
      }
      const unlink = onAbort(signal, end);
      void this.#board.ready().then(() => {
        unlink();
        resolve();
        return undefined;
      });
    });
  }

  lag(): Lag {
    return this.#board.lag();
  }

  /** Resolves when all has come to rest, whether it ended well or not: `run` tells. */
  async close(timeoutMs = CLOSE_WITHIN_MS): Promise<void> {
    this.#stop.abort();
    const ended = this.#running?.catch(() => {});
    if (ended) {
      await this.#patience(ended, timeoutMs);
      this.#deadline.abort();
      await this.#patience(ended, LAST_WRITES_WITHIN_MS);
    }
    this.#closed.abort();
    await ended;
  }

  async #patience(ended: Promise<void>, ms: number): Promise<void> {
    const timer = new AbortController();
    void ended.then(() => timer.abort());
    await this.#settings.clock.sleep(ms, timer.signal);
  }

  async #consume(handler: Handler<T>): Promise<void> {
    try {
      await followStream(this.#followOptions(handler));
    } finally {
      this.#stop.abort();
      this.#deadline.abort();
      this.#closed.abort();
    }
  }

  #followOptions(handler: Handler<T>): FollowOptions<T> {
    const { group, codec, maxRecords, rules, failure, ...settings } = this.#settings;
    const { clock, random, log, incarnation } = settings;
    let writes = 0;
    return {
      ...settings,
      stream: streamName(settings.stream),
      directStore: settings.store,
      store: patientStore(settings.store, { clock, random, log }, this.#closed.signal),
      board: this.#board,
      budget: new MemoryBudget(settings.memoryBytes),
      nextNonce: () => `${incarnation}/${(writes += 1)}`,
      onFatal: () => void this.close(),
      handling: {
        group,
        handler,
        codec,
        maxRecords,
        rules,
        deadLetter: failure?.deadLetter,
        otherwise: failure?.otherwise ?? 'block',
        clock,
        random,
        log,
        stop: this.#stop.signal,
        deadline: this.#deadline.signal,
      },
    };
  }
}
