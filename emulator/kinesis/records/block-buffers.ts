/** What a block's text may fill, but for a single record that is longer. */
export const BLOCK_BYTES = 262_144;

/**
 * The memory of blocks, counted; that of blocks which have gone is kept for others, as far as all of it
 * together stays within the bound. To the system, memory that is new to a process is work at each 4 KiB
 * of it, more than it costs to fill; and V8 looks for garbage whenever 64 MiB of it have been taken.
 */
export class BlockBuffers {
  readonly #maxBytes: number;
  readonly #spare: Buffer[] = [];
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  take(bytes: number): Buffer {
    this.#heldBytes += bytes;
    const spare = bytes === BLOCK_BYTES ? this.#spare.pop() : undefined;
    this.#dropSpare();
    return spare ?? Buffer.allocUnsafeSlow(bytes);
  }

  /** Only what nobody looks at any more may be used again. */
  giveBack(buffer: Buffer, { isUnseen }: { readonly isUnseen: boolean }): void {
    this.#heldBytes -= buffer.length;
    if (!isUnseen || buffer.length !== BLOCK_BYTES) return;
    this.#spare.push(buffer);
    this.#dropSpare();
  }

  /** Counts what lies elsewhere; less than nothing when it has gone. */
  count(bytes: number): void {
    this.#heldBytes += bytes;
  }

  #dropSpare(): void {
    const room = Math.max(this.#maxBytes - this.#heldBytes, 0);
    const most = Math.floor(room / BLOCK_BYTES);
    if (this.#spare.length > most) this.#spare.length = most;
  }
}
