import type { Terminal } from '#runtime/service.ts';
import { fit } from './status-line.ts';

/** Elsewhere than on a terminal, a status line this often. */
const PRINT_EVERY_MS = 5_000;
/** On a terminal it is redrawn this often. */
const REDRAW_EVERY_MS = 200;

const CLEAR_LINE = '\r\u001b[2K';

/**
 * Lines that stay, and below them one status line that is redrawn on a terminal and printed now and
 * then elsewhere.
 */
export class Screen {
  readonly #talk: Terminal;
  #shown = '';

  constructor(talk: Terminal) {
    this.#talk = talk;
  }

  /** How long to wait between two calls of `status`. */
  get statusEveryMs(): number {
    return this.#talk.isTerminal ? REDRAW_EVERY_MS : PRINT_EVERY_MS;
  }

  line(text: string): void {
    this.#talk.write(this.#talk.isTerminal ? `${CLEAR_LINE}${text}\n${this.#shown}` : `${text}\n`);
  }

  status(text: string): void {
    if (!this.#talk.isTerminal) {
      this.#talk.write(`  ${text}\n`);
      return;
    }
    this.#shown = fit(`  ${text}`, this.#talk.columns());
    this.#talk.write(`${CLEAR_LINE}${this.#shown}`);
  }

  /** Takes the status line away. */
  clear(): void {
    if (this.#shown !== '') this.#talk.write(CLEAR_LINE);
    this.#shown = '';
  }
}
