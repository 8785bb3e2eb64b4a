const MINUTE_MS = 60_000;

/** As on AWS: what a shard of an on-demand stream receives at most before it is split. */
const HOT_BYTES = 500_000 * 60;

/**
 * Whether a shard receives more than 500 kB/s. Unverified: over which time AWS looks, which documents
 * only that it reacts within 15 minutes; here a minute.
 */
export class Heat {
  #startedAt = -Infinity;
  #bytes = 0;
  #isHot = false;

  /** `now` never goes back. */
  note(bytes: number, now: number): void {
    const sinceMs = now - this.#startedAt;
    if (sinceMs < MINUTE_MS) {
      this.#bytes += bytes;
      return;
    }
    this.#isHot = this.#bytes > HOT_BYTES && sinceMs < 2 * MINUTE_MS;
    this.#startedAt = now;
    this.#bytes = bytes;
  }

  /** Whether the last whole minute was hot; asked for a second time, it is not any more. */
  take(): boolean {
    const wasHot = this.#isHot;
    this.#isHot = false;
    return wasHot;
  }
}
