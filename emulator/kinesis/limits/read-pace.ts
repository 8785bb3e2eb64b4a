const SECOND_MS = 1_000;

/**
 * How many bytes a shard gives to all who poll it. Bytes are counted in stretches of a second; one
 * that went over the rate blocks the shard until the average is within it again.
 *
 * As on AWS: after an answer of 10 MiB, five seconds at 2 MiB/s; where throughput is merely short, as
 * far as into the next second. Unverified: that stretches begin with a read.
 */
export class ReadPace {
  readonly #bytesPerSecond: number;
  #startedAt = -Infinity;
  #bytes = 0;
  #blockedUntil = -Infinity;

  constructor(bytesPerSecond: number) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  isBlocked(now: number): boolean {
    return now < this.#blockedUntil;
  }

  /** `now` never goes back. */
  note(bytes: number, now: number): void {
    if (now - this.#startedAt >= SECOND_MS) {
      this.#startedAt = now;
      this.#bytes = 0;
    }
    this.#bytes += bytes;
    if (this.#bytes <= this.#bytesPerSecond) return;
    this.#blockedUntil = this.#startedAt + (this.#bytes / this.#bytesPerSecond) * SECOND_MS;
  }
}
