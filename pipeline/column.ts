/** Of one piece; a power of two. */
const PIECE_LENGTH = 4_096;
/** Pieces that may be written at a time: many shards are read side by side, each as far as it is. */
const OPEN_PIECES = 8;

/** `numbers[i] + base`, but 0 where `numbers[i]` is 0; without numbers, `base` everywhere. */
interface Piece {
  readonly numbers: Uint8Array | Uint16Array | Float64Array | undefined;
  readonly base: number;
}

/**
 * Whole numbers by index, 0 where none was set: a few bits or bytes an index where they lie close together,
 * and no more than one piece for an index that lies far away, whoever made it up. Pieces that are no
 * longer written are packed: neighbours differ by little, and often by nothing.
 */
export class Column {
  readonly #pieces = new Map<number, Piece>();
  /** Those that are not packed, the oldest first. */
  readonly #open: number[] = [];
  /** What a piece that was packed has left, for the next one. */
  #spare: Float64Array | undefined;

  get(index: number): number {
    const piece = this.#pieces.get(Math.floor(index / PIECE_LENGTH));
    return piece ? at(piece, index % PIECE_LENGTH) : 0;
  }

  set(index: number, value: number): void {
    if (this.get(index) === value) return;
    const { numbers } = this.#openPiece(Math.floor(index / PIECE_LENGTH));
    if (numbers) numbers[index % PIECE_LENGTH] = value;
  }

  /** The indexes whose number is not 0, in ascending order. */
  *indexes(): Generator<number> {
    for (const place of [...this.#pieces.keys()].sort((a, b) => a - b)) {
      for (let within = 0; within < PIECE_LENGTH; within++) {
        const piece = this.#pieces.get(place);
        if (piece && at(piece, within) !== 0) yield place * PIECE_LENGTH + within;
      }
    }
  }

  #openPiece(place: number): Piece {
    const known = this.#pieces.get(place);
    if (known && this.#open.includes(place)) return known;
    if (this.#open.length === OPEN_PIECES) this.#packOldest();
    const numbers = this.#spare?.fill(0) ?? new Float64Array(PIECE_LENGTH);
    this.#spare = undefined;
    if (known) for (let i = 0; i < PIECE_LENGTH; i++) numbers[i] = at(known, i);
    const piece = { numbers, base: 0 };
    this.#pieces.set(place, piece);
    this.#open.push(place);
    return piece;
  }

  #packOldest(): void {
    const place = this.#open.shift() ?? 0;
    const piece = this.#pieces.get(place);
    const small = piece && packed(piece);
    if (!small || small === piece) return;
    this.#pieces.set(place, small);
    if (piece.numbers instanceof Float64Array) this.#spare = piece.numbers;
  }
}

function at({ numbers, base }: Piece, index: number): number {
  if (!numbers) return base;
  const number = numbers[index] ?? 0;
  return number === 0 ? 0 : number + base;
}

function packed(piece: Piece): Piece {
  const { numbers } = piece;
  if (!numbers) return piece;
  let least = Infinity;
  let most = 0;
  let isFull = true;
  for (const number of numbers) {
    if (number === 0) isFull = false;
    else {
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
  }
  if (isFull && least === most) return { numbers: undefined, base: least };
  const range = most - least + 1;
  if (range > 0xffff) return piece;
  const small = range > 0xff ? new Uint16Array(PIECE_LENGTH) : new Uint8Array(PIECE_LENGTH);
  // One more than the least is 1, because 0 says that there is none.
  const base = least - 1;
  for (const [index, number] of numbers.entries()) small[index] = number === 0 ? 0 : number - base;
  return { numbers: small, base };
}
