/** What a block's text may fill, but for a single record that is longer. */
export const BLOCK_BYTES = 262_144;

/** As many as one call brings; new memory costs more than memory that was used before. */
const MAX_SPARE = 40;

/** The memory of blocks, counted; that of blocks which have gone is used again. */
export class BlockBuffers {
  readonly #spare: Buffer[] = [];
  #heldBytes = 0;

  get heldBytes(): number {
    return this.#heldBytes;
  }

  take(bytes: number): Buffer {
    const spare = bytes === BLOCK_BYTES ? this.#spare.pop() : undefined;
    const buffer = spare ?? Buffer.allocUnsafeSlow(bytes);
    this.#heldBytes += buffer.length;
    return buffer;
  }

  /** Only what nobody looks at any more may be used again. */
  giveBack(buffer: Buffer, { isUnseen }: { readonly isUnseen: boolean }): void {
    this.#heldBytes -= buffer.length;
    const isSpare = isUnseen && buffer.length === BLOCK_BYTES && this.#spare.length < MAX_SPARE;
    if (isSpare) this.#spare.push(buffer);
  }

  /** Counts what lies elsewhere; less than nothing when it has gone. */
  count(bytes: number): void {
    this.#heldBytes += bytes;
  }
}
