import type { Terminal } from '#runtime/service.ts';
import { rowsOf } from './status-line.ts';

/** Elsewhere than on a terminal, a status line this often. */
const PRINT_EVERY_MS = 5_000;
/** On a terminal it is redrawn this often. */
const REDRAW_EVERY_MS = 200;

const CLEAR_ROW = '\r\u001b[2K';
const ROW_UP = '\u001b[1A';

/**
 * Lines that stay, and below them one status line, in as many rows as it needs, that is redrawn on a
 * terminal and printed now and then elsewhere.
 */
export class Screen {
  readonly #talk: Terminal;
  #shown: readonly string[] = [];

  constructor(talk: Terminal) {
    this.#talk = talk;
  }

  /** How long to wait between two calls of `status`. */
  get statusEveryMs(): number {
    return this.#talk.isTerminal ? REDRAW_EVERY_MS : PRINT_EVERY_MS;
  }

  line(text: string): void {
    this.#talk.write(`${this.#cleared()}${text}\n${this.#shown.join('\n')}`);
  }

  status(text: string): void {
    if (!this.#talk.isTerminal) {
      this.#talk.write(`  ${text}\n`);
      return;
    }
    const rows = rowsOf(text, this.#talk.columns());
    this.#talk.write(`${this.#cleared()}${rows.join('\n')}`);
    this.#shown = rows;
  }

  /** Takes the status line away. */
  clear(): void {
    if (this.#shown.length > 0) this.#talk.write(this.#cleared());
    this.#shown = [];
  }

  /** What takes the rows of the status line away and leaves the cursor at the first one's start. */
  #cleared(): string {
    return this.#shown.map(() => CLEAR_ROW).join(ROW_UP);
  }
}
