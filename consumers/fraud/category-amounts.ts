/** Categories that are remembered; the amounts of further ones are judged by all amounts. */
const MAX_CATEGORIES = 32;
const MEMORY = 60;
/** Uses before a category has a habit of its own. */
const ENOUGH_USES = 3;
const ENOUGH_RESIDUALS = 8;

interface Category {
  uses: number;
  mean: number;
}

export interface Expectation {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly observations: number;
}

/** What one key spends within each category; the spread around each mean is pooled over all of them. */
export class CategoryAmounts {
  readonly #categories = new Map<string, Category>();
  #residuals = 0;
  #variance = 0;

  learn(name: string, value: number): void {
    const category = this.#categories.get(name);
    if (category === undefined) {
      if (this.#categories.size < MAX_CATEGORIES)
        this.#categories.set(name, { uses: 1, mean: value });
      return;
    }
    const residual = value - category.mean;
    this.#learnResidual(residual * Math.sqrt(category.uses / (category.uses + 1)));
    category.uses += 1;
    category.mean += residual * Math.max(1 / category.uses, 1 / MEMORY);
  }

  /** Undefined for a category that was used too little to have a habit. */
  expectation(name: string): Expectation | undefined {
    const category = this.#categories.get(name);
    if (category === undefined || category.uses < ENOUGH_USES) return undefined;
    if (this.#residuals < ENOUGH_RESIDUALS) return undefined;
    return {
      mean: category.mean,
      standardDeviation: Math.sqrt(this.#variance * (1 + 1 / category.uses)),
      observations: this.#residuals,
    };
  }

  #learnResidual(residual: number): void {
    this.#residuals += 1;
    const weight = Math.max(1 / this.#residuals, 1 / MEMORY);
    this.#variance += weight * (residual * residual - this.#variance);
  }
}
