/**
 * At most so many calls in any stretch of time. It remembers the instants of the last ones in a ring,
 * so that a call costs a comparison and allocates nothing.
 */
export class SlidingWindow {
  readonly #periodMs: number;
  readonly #instants: Float64Array;
  #next = 0;

  constructor(limit: number, periodMs: number) {
    this.#periodMs = periodMs;
    this.#instants = new Float64Array(limit).fill(-Infinity);
  }

  /** Whether one more fits, which it then takes up. `now` never goes back. */
  take(now: number): boolean {
    const oldest = this.#instants[this.#next] as number;
    if (now - oldest < this.#periodMs) return false;
    this.#instants[this.#next] = now;
    this.#next = (this.#next + 1) % this.#instants.length;
    return true;
  }
}
