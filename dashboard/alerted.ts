/** A key is news again when it has raised no alert for so long, on the lab's clock. */
const QUIET_MS = 10_000;
const KEPT = 500;

/** Which keys have just raised an alert: in a burst, every further record raises one. */
export class Alerted {
  readonly #lastAt = new Map<string, number>();

  isRepeat(key: string, at: number): boolean {
    const before = this.#lastAt.get(key);
    this.#lastAt.delete(key);
    this.#lastAt.set(key, at);
    for (const longest of this.#lastAt.keys()) {
      if (this.#lastAt.size <= KEPT) break;
      this.#lastAt.delete(longest);
    }
    return before !== undefined && at - before < QUIET_MS;
  }
}
