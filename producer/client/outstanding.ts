/** Counts work under way, so that any amount of it can be awaited without being kept. */
export class Outstanding {
  #count = 0;
  #failure: { readonly error: unknown } | undefined;
  #waiting: (() => void)[] = [];

  add(work: Promise<unknown>): void {
    this.#count += 1;
    void work.catch((error: unknown) => (this.#failure ??= { error })).finally(() => this.#end());
  }

  /** Throws the first error that any work has ended with so far. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Resolves when no work is under way; rejects with the first error, if any work has failed. */
  async none(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.check();
  }

  #end(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }
}
