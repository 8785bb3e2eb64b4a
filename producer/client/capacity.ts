import { orAborted } from './or-aborted.ts';
import type { Abortable } from './types.ts';

export interface CapacityLimits {
  readonly maxRecords: number;
  readonly maxBytes: number;
}

/** How far over the limit those go who do not wait for room, before they are refused. */
const HARD_LIMIT = 2;

/** Counts what is buffered, and makes callers wait while it is too much. */
export class Capacity {
  readonly #limits: CapacityLimits;
  #records = 0;
  #bytes = 0;
  /** One promise for all who wait. */
  #waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(limits: CapacityLimits) {
    this.#limits = limits;
  }

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a record fits; it does while the other records leave room, whatever its own size. */
  get hasRoom(): boolean {
    return this.#records < this.#limits.maxRecords && this.#bytes < this.#limits.maxBytes;
  }

  /** Whether even those who do not wait for room must be refused. */
  get isExhausted(): boolean {
    return (
      this.#records >= HARD_LIMIT * this.#limits.maxRecords ||
      this.#bytes >= HARD_LIMIT * this.#limits.maxBytes
    );
  }

  add(sizeBytes: number): void {
    this.#records += 1;
    this.#bytes += sizeBytes;
  }

  remove(sizeBytes: number): void {
    this.#records -= 1;
    this.#bytes -= sizeBytes;
    if (this.#waiting === undefined || !this.hasRoom) return;
    this.#waiting.resolve();
    this.#waiting = undefined;
  }

  /**
   * Resolves as soon as there is room, or when the signal aborts. All who wait go on together: they
   * may go over the limit by one record each.
   */
  async room({ signal }: Abortable = {}): Promise<void> {
    if (this.hasRoom || signal?.aborted) return;
    this.#waiting ??= promiseAndResolve();
    await orAborted(this.#waiting.promise, signal);
  }
}

function promiseAndResolve(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
