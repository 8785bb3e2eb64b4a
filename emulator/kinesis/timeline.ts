interface Change<T> {
  /** From when on, in epoch ms. */
  readonly from: number;
  readonly value: T;
}

/** A value and its changes, some of which may lie ahead: which one holds, the clock alone decides. */
export class Timeline<T> {
  readonly #changes: Change<T>[];

  constructor(value: T) {
    this.#changes = [{ from: -Infinity, value }];
  }

  /** Whether it has had one value only. */
  get isConstant(): boolean {
    return this.#changes.length === 1;
  }

  at(instant: number): T {
    const changes = this.#changes;
    let last = changes.length - 1;
    while (last > 0 && (changes[last]?.from ?? 0) > instant) last -= 1;
    // There is always a first one, and it holds from the beginning of time.
    return (changes[last] as Change<T>).value;
  }

  /** `from` is not before the change before it. */
  change(value: T, from: number): void {
    this.#changes.push({ from, value });
  }
}
