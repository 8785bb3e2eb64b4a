import { AWAKE, type Clock } from '#runtime/clock.ts';

/** Lets one waiting loop know that something may have changed. Rings before it waits are not lost. */
export class Doorbell {
  #rung = false;
  #answer: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#answer?.();
    this.#answer = undefined;
  }

  /** Resolves at the next ring, or at once if it has rung since the last time. */
  async heard(): Promise<void> {
    if (!this.#rung) await new Promise<void>((resolve) => (this.#answer = resolve));
    this.#rung = false;
  }
}

/**
 * Rings a doorbell at an instant. It keeps one sleeper at most, and one that wakes too early is left
 * asleep: who hears it sets it anew. So moving the instant further away, as each record does to an
 * idle timer, costs nothing.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #bell: Doorbell;
  #nap: AbortController | undefined;
  #ringsAt = Infinity;

  constructor(clock: Clock, bell: Doorbell) {
    this.#clock = clock;
    this.#bell = bell;
  }

  /** Rings at `instant` or before. */
  setFor(instant: number): void {
    if (instant >= this.#ringsAt) return;
    this.#nap?.abort(AWAKE);
    this.#nap = new AbortController();
    this.#ringsAt = instant;
    void this.#ringAfter(instant - this.#clock.now(), this.#nap.signal);
  }

  stop(): void {
    this.#nap?.abort(AWAKE);
  }

  async #ringAfter(ms: number, signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(ms, signal);
    if (signal.aborted) return;
    this.#ringsAt = Infinity;
    this.#bell.ring();
  }
}
