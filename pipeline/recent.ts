/** One number after another, so that who asks again can say what he has seen. */
export class Serial {
  #last = 0;

  get last(): number {
    return this.#last;
  }

  next(): number {
    this.#last += 1;
    return this.#last;
  }
}

export type Numbered<T> = T & { readonly n: number };

/** The newest few of something, numbered, for whoever looks now and then. */
export class Recent<T extends object> {
  readonly #serial: Serial;
  readonly #max: number;
  #items: Numbered<T>[] = [];

  constructor(serial: Serial, max: number) {
    this.#serial = serial;
    this.#max = max;
  }

  add(item: T): void {
    this.#items.push({ ...item, n: this.#serial.next() });
    // Seldom, so that adding costs nothing.
    if (this.#items.length >= 2 * this.#max) this.#items = this.#items.slice(-this.#max);
  }

  /** Those numbered higher than `n`, the oldest first; at most as many as are kept. */
  since(n: number): readonly Numbered<T>[] {
    const kept = this.#items.slice(-this.#max);
    // From the newest on: who asks often has seen nearly all.
    return kept.slice(kept.findLastIndex((item) => item.n <= n) + 1);
  }
}
