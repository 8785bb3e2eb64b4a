/** Nothing tells that a tab is gone; one that does not answer for so long is taken for it. */
const GONE_AFTER_MS = 30_000;
/** Tabs answer what they are told every few seconds; a silence of so long is the server's. */
const SILENCE_MS = 10_000;

/** Which tabs are still there, by when each was last heard of. Instants in ms. */
export class Tabs<Port> {
  readonly #heardAt = new Map<Port, number>();
  #toldAt = -Infinity;

  get size(): number {
    return this.#heardAt.size;
  }

  /** Whether it was not among them. */
  hear(port: Port, now: number): boolean {
    const isNew = !this.#heardAt.has(port);
    this.#heardAt.set(port, now);
    return isNew;
  }

  leave(port: Port): void {
    this.#heardAt.delete(port);
  }

  /** To whom something is told now. Those that have not answered for too long have left. */
  tell(now: number): readonly Port[] {
    // Who was told nothing had nothing to answer.
    const wasSilent = now - this.#toldAt > SILENCE_MS;
    this.#toldAt = now;
    for (const [port, heardAt] of this.#heardAt) {
      if (wasSilent) this.#heardAt.set(port, now);
      else if (now - heardAt > GONE_AFTER_MS) this.leave(port);
    }
    return [...this.#heardAt.keys()];
  }
}
