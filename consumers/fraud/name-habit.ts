import type { Surprise } from './surprise.ts';

/** Names that are remembered; beyond these every further one stays new. */
const MAX_NAMES = 32;

/** Which names of a kind (countries, categories) one key uses, and how often. */
export class NameHabit {
  readonly #uses = new Map<string, number>();
  #usedOnce = 0;

  learn(name: string): void {
    const uses = this.#uses.get(name) ?? 0;
    if (uses === 0) this.#usedOnce += 1;
    if (uses === 1) this.#usedOnce -= 1;
    if (uses > 0 || this.#uses.size < MAX_NAMES) this.#uses.set(name, uses + 1);
  }

  has(name: string): boolean {
    return this.#uses.has(name);
  }

  /**
   * How surprising a new name is after that many records: by Good and Turing its probability is the
   * share of names that were used only once so far.
   */
  newcomerSurprise(records: number): Surprise {
    return Math.log((records + 1) / (this.#usedOnce + 0.5));
  }
}
