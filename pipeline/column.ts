type Numbers = Uint8Array | Uint32Array | Float64Array;

const FIRST_LENGTH = 1_024;

/** Numbers by index, 0 where none was set: a few bytes a record, however many there are. */
export class Column<A extends Numbers> {
  readonly #make: (length: number) => A;
  #values: A;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#values = make(FIRST_LENGTH);
  }

  get(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) this.#grow(index + 1);
    this.#values[index] = value;
  }

  #grow(length: number): void {
    const larger = this.#make(Math.max(length, this.#values.length * 2));
    larger.set(this.#values);
    this.#values = larger;
  }
}
