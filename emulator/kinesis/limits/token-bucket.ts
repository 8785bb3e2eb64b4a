/**
 * A budget that refills steadily and holds a second's worth. What is larger than the bucket needs a
 * full one and leaves a debt: the average stays within the rate, and bursts get through.
 */
export class TokenBucket {
  readonly #perSecond: number;
  /** In thousandths, so that a millisecond earns a whole number of them. */
  #milliTokens: number;
  #filledAt = -Infinity;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#milliTokens = perSecond * 1_000;
  }

  /** Whether there is enough for `amount`, or as much as there can be. `now` never goes back. */
  holds(amount: number, now: number): boolean {
    this.#refill(now);
    return this.#milliTokens >= this.#needed(amount);
  }

  spend(amount: number): void {
    this.#milliTokens -= amount * 1_000;
  }

  /** When it will hold `amount`, if nothing is spent meanwhile. */
  holdsAt(amount: number, now: number): number {
    if (this.holds(amount, now)) return now;
    return now + Math.ceil((this.#needed(amount) - this.#milliTokens) / this.#perSecond);
  }

  #needed(amount: number): number {
    return Math.min(amount, this.#perSecond) * 1_000;
  }

  #refill(now: number): void {
    if (now === this.#filledAt) return;
    const earned = (now - this.#filledAt) * this.#perSecond;
    this.#milliTokens = Math.min(this.#perSecond * 1_000, this.#milliTokens + earned);
    this.#filledAt = now;
  }
}
