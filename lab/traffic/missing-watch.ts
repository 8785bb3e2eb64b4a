import type { Ledger } from '#pipeline/ledger.ts';

/** A place that is further behind than this has a lag to show; what it misses is counted later. */
const MOST_OPEN = 5_000;
/** Questions between two looks: each costs in proportion to what is on its way. */
const QUESTIONS_PER_LOOK = 5;

/**
 * For how long a place has not seen a record that was put. Each record is looked at once, and again
 * while it is missing, so that hours of them cost nothing.
 */
export class MissingWatch {
  readonly #ledger: Ledger;
  readonly #place: string;
  /** Records not seen here, by number, and since when they are known to be put. */
  readonly #open = new Map<number, number | undefined>();
  #next = 0;
  #questions = 0;
  #since: number | undefined;

  constructor(ledger: Ledger, place: string) {
    this.#ledger = ledger;
    this.#place = place;
  }

  /** Since when the one has been put that is missing longest; undefined: none is, as of a moment ago. */
  since(now: number): number | undefined {
    if (this.#questions++ % QUESTIONS_PER_LOOK === 0) this.#since = this.#look(now);
    return this.#since;
  }

  #look(now: number): number | undefined {
    const { put, failed } = this.#ledger;
    for (; this.#next < put + failed && this.#open.size < MOST_OPEN; this.#next += 1) {
      if (!this.#ledger.hasSeen(this.#place, this.#next)) this.#open.set(this.#next, undefined);
    }
    let since: number | undefined;
    for (const [number, known] of this.#open) {
      if (this.#ledger.hasSeen(this.#place, number)) this.#open.delete(number);
      else if (known !== undefined) since = Math.min(since ?? known, known);
      else if (this.#ledger.isPut(number)) this.#open.set(number, now);
    }
    return since;
  }
}
