/** What was measured, in milliseconds; all zero while nothing was. */
export interface LatencySummary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Counts whole milliseconds exactly, so that a run on a virtual clock equals arithmetic. Its memory
 * is bounded by how many different values occur, not by how many are recorded.
 */
export class LatencyHistogram {
  readonly #counts = new Map<number, number>();
  #count = 0;
  #sum = 0;

  /** How many values were recorded. */
  get count(): number {
    return this.#count;
  }

  /** `ms` below 0 (clock skew between machines) counts as 0. */
  record(ms: number, times = 1): void {
    const value = Math.max(0, Math.round(ms));
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + times);
    this.#count += times;
    this.#sum += value * times;
  }

  /** How often each value occurred: what `record` takes again in another process. */
  counts(): readonly (readonly [ms: number, times: number])[] {
    return [...this.#counts];
  }

  summary(): LatencySummary {
    const values = [...this.#counts.keys()].sort((a, b) => a - b);
    return {
      count: this.#count,
      mean: this.#count === 0 ? 0 : Math.round((this.#sum / this.#count) * 10) / 10,
      p50: this.#percentile(values, 0.5),
      p95: this.#percentile(values, 0.95),
      p99: this.#percentile(values, 0.99),
      max: values.at(-1) ?? 0,
    };
  }

  /** How many values lie below each of the `edges` and not below the one before; the last count is of the rest. */
  countsBelow(edges: readonly number[]): number[] {
    const counts = Array.from({ length: edges.length + 1 }, () => 0);
    for (const [value, count] of this.#counts) {
      const range = edges.findIndex((edge) => value < edge);
      const at = range === -1 ? edges.length : range;
      counts[at] = (counts[at] ?? 0) + count;
    }
    return counts;
  }

  /** The smallest value that at least `share` of all values do not exceed (nearest rank). */
  #percentile(values: readonly number[], share: number): number {
    const rank = Math.ceil(share * this.#count);
    let seen = 0;
    for (const value of values) {
      seen += this.#counts.get(value) ?? 0;
      if (seen >= rank) return value;
    }
    return 0;
  }
}
