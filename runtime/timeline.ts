/** How many turns of the event loop must pass without work before time may move on. */
const QUIET_TURNS = 5;

interface Sleeper {
  readonly wakeAt: number;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * Time that moves only when it is moved, from one sleeper's instant to the next. Whoever moves it
 * lets the work of each sleeper finish first, so that nothing happens later than it is due, however
 * long it takes to compute.
 */
export class Timeline {
  readonly #isBusy: () => boolean;
  readonly #sleepers = new Set<Sleeper>();
  #now: number;
  #order = 0;

  /** `isBusy` tells of work that cannot be seen from here, such as requests in flight. */
  constructor(start: number, isBusy: () => boolean) {
    this.#now = start;
    this.#isBusy = isBusy;
  }

  get now(): number {
    return this.#now;
  }

  /** The instant of the sleeper that wakes first; Infinity if nobody sleeps. */
  get nextAt(): number {
    return this.#earliest()?.wakeAt ?? Infinity;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        wakeAt: this.#now + Math.ceil(Math.max(ms, 0)),
        order: this.#order++,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake);
    });
  }

  /** Moves on to the next sleeper due by `until` and wakes it; false if there is none. */
  wakeNext(until: number): boolean {
    const next = this.#earliest();
    if (!next || next.wakeAt > until) return false;
    this.#now = Math.max(this.#now, next.wakeAt);
    next.wake();
    return true;
  }

  /** Moves on to `instant`, or as far as nobody is passed over. Never back. */
  moveTo(instant: number): void {
    this.#now = Math.max(this.#now, Math.min(instant, this.nextAt));
  }

  /** Moves on to `instant`, also past sleepers, who wake late then, as on a system's clock. Never back. */
  passTo(instant: number): void {
    this.#now = Math.max(this.#now, instant);
  }

  /** Resolves when nothing is left to do at this instant. */
  async workIsDone(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = this.#isBusy() ? 0 : quiet + 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Those of one instant wake in the order they lay down. */
  #earliest(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (!first || sleeper.wakeAt < first.wakeAt) first = sleeper;
      else if (sleeper.wakeAt === first.wakeAt && sleeper.order < first.order) first = sleeper;
    }
    return first;
  }
}
