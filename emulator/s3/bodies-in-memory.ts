import { SpillFile, type Spilled } from '../store/spill-file.ts';
import type { Body } from './body.ts';

/** Ours: as many are at hand; a lab's objects are some MiB at the most. */
const MAX_BYTES = 64 * 1_048_576;

/** The bodies of objects that no folder keeps: the newest in memory, older ones in a temporary file. */
export class BodiesInMemory {
  readonly #maxBytes: number;
  readonly #file = new SpillFile();
  /** In the order in which they came. */
  readonly #held = new Set<HeldBody>();
  #heldBytes = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The bytes that are in memory. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** The bytes of the file that are in use. */
  get spilledBytes(): number {
    return this.#file.usedBytes;
  }

  /** Throws the system's error if older ones cannot make room; then it was not taken. */
  take(bytes: Uint8Array): Body {
    for (const oldest of this.#held) {
      if (this.#heldBytes + bytes.length <= this.#maxBytes) break;
      oldest.leave();
      this.#letGo(oldest);
    }
    const body = new HeldBody(bytes, this.#file, () => this.#letGo(body));
    this.#held.add(body);
    this.#heldBytes += bytes.length;
    return body;
  }

  close(): void {
    this.#file.close();
  }

  #letGo(body: HeldBody): void {
    if (this.#held.delete(body)) this.#heldBytes -= body.sizeBytes;
  }
}

class HeldBody implements Body {
  readonly sizeBytes: number;
  readonly #file: SpillFile;
  readonly #onForgotten: () => void;
  #bytes: Uint8Array | undefined;
  #spilled: Spilled | undefined;

  constructor(bytes: Uint8Array, file: SpillFile, onForgotten: () => void) {
    this.sizeBytes = bytes.length;
    this.#bytes = bytes;
    this.#file = file;
    this.#onForgotten = onForgotten;
  }

  leave(): void {
    if (this.#bytes) this.#spilled = this.#file.write(this.#bytes);
    this.#bytes = undefined;
  }

  read(from: number, to: number): Uint8Array {
    const bytes = this.#bytes ?? (this.#spilled && this.#file.read(this.#spilled));
    return bytes?.subarray(from, to) ?? new Uint8Array();
  }

  forget(): void {
    this.#onForgotten();
    if (this.#spilled) this.#file.forget(this.#spilled);
    this.#spilled = undefined;
  }
}
