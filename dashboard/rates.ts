interface Reading {
  readonly at: number;
  readonly totals: ReadonlyMap<string, number>;
}

/** Readings that a rate is taken over: two seconds of ticks. */
const KEPT = 20;
/** Over less lab time than this a rate means nothing. */
const LEAST_MS = 200;

/** Rates of many counters at once, per second of the clock that the readings are dated by. */
export class Rates {
  #readings: Reading[] = [];

  /** A clock that stands still leaves the rates as they were. */
  read(at: number, totals: ReadonlyMap<string, number>): void {
    const last = this.#readings.at(-1);
    if (last && at <= last.at) return;
    this.#readings = [...this.#readings.slice(1 - KEPT), { at, totals }];
  }

  perSecond(name: string): number {
    const last = this.#readings.at(-1);
    const first = this.#readings.find(({ totals }) => totals.has(name));
    if (!last || !first || last.at - first.at < LEAST_MS) return 0;
    const grown = (last.totals.get(name) ?? 0) - (first.totals.get(name) ?? 0);
    return (Math.max(0, grown) * 1_000) / (last.at - first.at);
  }
}
