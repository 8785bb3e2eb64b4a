import type { LabRecord } from '#pipeline/record.ts';

export interface LateCount {
  readonly count: number;
  /** Of the first keys that were late; the rest are in `otherKeys`. */
  readonly byKey: ReadonlyMap<string, number>;
  readonly otherKeys: number;
  /** The ids of the latest ones. */
  readonly lastIds: readonly string[];
}

const MAX_LAST_IDS = 20;

/** Records whose window had closed when they came. */
export class LateRecords {
  readonly #maxKeys: number;
  readonly #byKey = new Map<string, number>();
  readonly #lastIds: string[] = [];
  #count = 0;
  #otherKeys = 0;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  add({ id, key }: LabRecord): void {
    this.#count += 1;
    const known = this.#byKey.get(key);
    if (known !== undefined || this.#byKey.size < this.#maxKeys) {
      this.#byKey.set(key, (known ?? 0) + 1);
    } else {
      this.#otherKeys += 1;
    }
    this.#lastIds.push(id);
    if (this.#lastIds.length > MAX_LAST_IDS) this.#lastIds.shift();
  }

  count(): LateCount {
    return {
      count: this.#count,
      byKey: new Map(this.#byKey),
      otherKeys: this.#otherKeys,
      lastIds: [...this.#lastIds],
    };
  }
}
