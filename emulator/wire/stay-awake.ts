/** How long the next request is looked for; as long as Seastar's reactor does (`--idle-poll-time-us`). */
const LOOKING_MS = 0.2;

/** What it asks of the process, so that a test can stand in for it. */
export interface Turns {
  /** Milliseconds from any origin, with fractions. */
  readonly nowMs: () => number;
  /** Runs it in the event loop's next turn, which is then not slept before. */
  readonly nextTurn: (work: () => void) => void;
}

/**
 * Keeps the event loop awake for a moment after an answer, where the request had come as soon after the
 * one before it: to wake a processor takes longer than to serve a small call. Clients that call now and
 * then cost nothing, since nothing is looked for after them.
 */
export class StayAwake {
  readonly #turns: Turns;
  #answeredAtMs = -Infinity;
  #isQuick = false;
  #isAwake = false;

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /** A request has come. */
  heard(): void {
    this.#isQuick = this.#sinceAnswerMs() < LOOKING_MS;
  }

  /** It has been answered. */
  answered(): void {
    this.#answeredAtMs = this.#turns.nowMs();
    if (this.#isAwake || !this.#isQuick) return;
    this.#isAwake = true;
    this.#turns.nextTurn(this.#look);
  }

  readonly #look = (): void => {
    this.#isAwake = this.#sinceAnswerMs() < LOOKING_MS;
    if (this.#isAwake) this.#turns.nextTurn(this.#look);
  };

  #sinceAnswerMs(): number {
    return this.#turns.nowMs() - this.#answeredAtMs;
  }
}
