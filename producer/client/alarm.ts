import { AWAKE, type Clock } from '#runtime/clock.ts';

/** Longer waits are slept in parts: a timer of Node fires at once when it is set too far ahead. */
export const MAX_SLEEP_MS = 3_600_000;

/** Calls back at an instant, on the clock it is given. It may call too early, never too late. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #set: { readonly at: number; readonly off: AbortController } | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `at` or before; undefined turns it off. An earlier alarm stays, to spare timers. */
  set(at: number | undefined): void {
    if (at !== undefined && this.#set !== undefined && this.#set.at <= at) return;
    this.#set?.off.abort(AWAKE);
    this.#set = at === undefined ? undefined : { at, off: new AbortController() };
    if (this.#set !== undefined) void this.#await(this.#set);
  }

  async #await(set: { readonly at: number; readonly off: AbortController }): Promise<void> {
    const waitMs = Math.min(set.at - this.#clock.now(), MAX_SLEEP_MS);
    await this.#clock.sleep(waitMs, set.off.signal);
    if (this.#set !== set) return;
    this.#set = undefined;
    this.#ring();
  }
}
