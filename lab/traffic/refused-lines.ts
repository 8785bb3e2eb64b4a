/** Refused lines that are quoted; the rest are counted. */
const MAX_QUOTED = 10;

export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

/** Lines of the input that became no record: how many, and the first ones in full. */
export class RefusedLines {
  readonly #quoted: RefusedLine[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get quoted(): readonly RefusedLine[] {
    return this.#quoted;
  }

  add(line: RefusedLine): void {
    this.#count += 1;
    if (this.#quoted.length < MAX_QUOTED) this.#quoted.push(line);
  }
}
