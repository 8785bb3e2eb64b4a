type Numbers = Uint8Array | Float64Array;

/** Of one piece; a power of two. */
const PIECE_LENGTH = 4_096;

/**
 * Numbers by index, 0 where none was set: a few bytes an index where they lie close together, and no
 * more than one piece for an index that lies far away, whoever made it up.
 */
export class Column<A extends Numbers> {
  readonly #make: (length: number) => A;
  readonly #pieces = new Map<number, A>();

  constructor(make: (length: number) => A) {
    this.#make = make;
  }

  get(index: number): number {
    return this.#pieces.get(Math.floor(index / PIECE_LENGTH))?.[index % PIECE_LENGTH] ?? 0;
  }

  set(index: number, value: number): void {
    const at = Math.floor(index / PIECE_LENGTH);
    let piece = this.#pieces.get(at);
    if (!piece) this.#pieces.set(at, (piece = this.#make(PIECE_LENGTH)));
    piece[index % PIECE_LENGTH] = value;
  }

  /** The indexes whose number is not 0, in ascending order. */
  *indexes(): Generator<number> {
    for (const at of [...this.#pieces.keys()].sort((a, b) => a - b)) {
      const piece = this.#pieces.get(at);
      for (let within = 0; within < PIECE_LENGTH; within++) {
        if (piece?.[within]) yield at * PIECE_LENGTH + within;
      }
    }
  }
}
