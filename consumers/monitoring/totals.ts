import { Quantiles } from './quantiles.ts';

/** What is told of a key, or of all keys, in one window. */
export interface Row {
  readonly key: string;
  /** Records. */
  readonly count: number;
  readonly ratePerSecond: number;
  /** Records that measure something; the figures below are of these. */
  readonly measured: number;
  readonly sum: number;
  readonly mean: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Nearest rank; exact up to 256 values, within 1 % beyond. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
}

/** Running totals of one row of one window. */
export class Totals {
  readonly #quantiles = new Quantiles();
  #count = 0;
  #measured = 0;
  #sum = 0;
  /** What rounding took from the sum so far (Neumaier), so that the order of arrival hardly matters. */
  #lost = 0;
  #min = Infinity;
  #max = -Infinity;

  get count(): number {
    return this.#count;
  }

  add(value: number | undefined): void {
    this.#count += 1;
    if (value === undefined) return;
    this.#measured += 1;
    const sum = this.#sum + value;
    const isSumLarger = Math.abs(this.#sum) >= Math.abs(value);
    this.#lost += isSumLarger ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#quantiles.add(value);
  }

  row(key: string, windowMs: number): Row {
    const isMeasured = this.#measured > 0;
    const sum = this.#sum + this.#lost;
    const [p50, p95, p99] = this.#quantiles
      .at([0.5, 0.95, 0.99])
      .map((value) => value && Math.min(this.#max, Math.max(this.#min, value)));
    return {
      key,
      count: this.#count,
      ratePerSecond: (this.#count * 1_000) / windowMs,
      measured: this.#measured,
      sum,
      mean: isMeasured ? sum / this.#measured : undefined,
      min: isMeasured ? this.#min : undefined,
      max: isMeasured ? this.#max : undefined,
      p50,
      p95,
      p99,
    };
  }
}
