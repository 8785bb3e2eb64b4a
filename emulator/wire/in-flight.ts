/** Counts work under way, for a virtual clock that must not move on before it is done. */
export class InFlight {
  #count = 0;
  #begun = 0;

  get isBusy(): boolean {
    return this.#count > 0;
  }

  /** Work begun so far. */
  get begun(): number {
    return this.#begun;
  }

  readonly track = async <T>(work: Promise<T>): Promise<T> => {
    this.#count += 1;
    this.#begun += 1;
    try {
      return await work;
    } finally {
      this.#count -= 1;
    }
  };
}
