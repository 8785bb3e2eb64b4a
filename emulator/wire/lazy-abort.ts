/**
 * An abort whose signal is made when somebody asks for it. Nearly all answers are ready before a client
 * could have gone, and a signal for each would cost them a twentieth of their time.
 */
export class LazyAbort {
  #controller: AbortController | undefined;
  #isAborted = false;

  get isAborted(): boolean {
    return this.#isAborted;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isAborted) this.#controller.abort();
    return this.#controller.signal;
  }

  abort(): void {
    this.#isAborted = true;
    this.#controller?.abort();
  }
}
