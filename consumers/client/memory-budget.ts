/** Memory that was set aside, until `release`. */
export interface Hold {
  /** Corrects a guess, once the size is known. */
  readonly resize: (bytes: number) => void;
  readonly release: () => void;
}

interface Waiter {
  readonly bytes: number;
  readonly grant: () => void;
}

/**
 * Bytes that all shards of a consumer may hold together. Who comes first is served first; one hold
 * is always granted, however large, so a small budget slows reading down but never stops it.
 */
export class MemoryBudget {
  readonly #limitBytes: number;
  readonly #waiters: Waiter[] = [];
  #heldBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Undefined if the signal aborts first. */
  async hold(bytes: number, signal: AbortSignal): Promise<Hold | undefined> {
    if (signal.aborted) return undefined;
    const mustWait = this.#waiters.length > 0 || !this.#fits(bytes);
    if (!mustWait) this.#heldBytes += bytes;
    else if (!(await this.#queue(bytes, signal))) return undefined;
    return this.#handle(bytes);
  }

  #fits(bytes: number): boolean {
    return this.#heldBytes === 0 || this.#heldBytes + bytes <= this.#limitBytes;
  }

  /** Resolves to whether the bytes were granted. */
  #queue(bytes: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        resolve(false);
        this.#admit();
      };
      const waiter: Waiter = {
        bytes,
        grant: () => {
          signal.removeEventListener('abort', leave);
          this.#heldBytes += bytes;
          resolve(true);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiters.push(waiter);
    });
  }

  #handle(initialBytes: number): Hold {
    let bytes = initialBytes;
    const resize = (to: number): void => {
      this.#heldBytes += to - bytes;
      bytes = to;
      this.#admit();
    };
    return { resize, release: () => resize(0) };
  }

  #admit(): void {
    for (;;) {
      const [first] = this.#waiters;
      if (!first || !this.#fits(first.bytes)) return;
      this.#waiters.shift();
      first.grant();
    }
  }
}
