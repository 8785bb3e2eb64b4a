/** What is planned for later, taken in the order of time; equal times in the order of planning. */
export class Agenda<T extends { readonly at: number }> {
  /** Latest first, so that the next one is taken from the end. */
  readonly #items: T[] = [];

  add(item: T): void {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#items[middle]?.at ?? 0) > item.at) low = middle + 1;
      else high = middle;
    }
    this.#items.splice(low, 0, item);
  }

  /** When the next one is due; Infinity while nothing is planned. */
  nextAt(): number {
    return this.#items.at(-1)?.at ?? Infinity;
  }

  /** The next one, if it is due by `at`. */
  takeUntil(at: number): T | undefined {
    return this.nextAt() <= at ? this.#items.pop() : undefined;
  }
}
