/**
 * A map of bounded size that forgets what was not asked for longest, in constant time: a young
 * generation, and an old one that is dropped whole when the young one is full.
 */
export class RecentKeys<Value> {
  readonly #maxYoung: number;
  readonly #create: (key: string) => Value;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** Holds at most `maxKeys`, and surely the `maxKeys / 2` that were asked for last. */
  constructor(maxKeys: number, create: (key: string) => Value) {
    this.#maxYoung = Math.max(1, Math.floor(maxKeys / 2));
    this.#create = create;
  }

  get size(): number {
    let size = this.#young.size;
    for (const key of this.#old.keys()) if (!this.#young.has(key)) size += 1;
    return size;
  }

  of(key: string): Value {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const value = this.#old.get(key) ?? this.#create(key);
    if (this.#young.size >= this.#maxYoung) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }

  forget(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
