/** A block is cut in two when it grows past this; small enough that inserting into it costs nothing. */
const MAX_BLOCK = 1_024;

/**
 * Strings in order, for listings of buckets with many keys: adding, removing and finding a place all
 * take time that hardly grows with their number. Held as a list of sorted blocks, none of them empty.
 */
export class SortedKeys {
  #blocks: string[][] = [];

  /** Adding a string that is there already changes nothing. */
  add(key: string): void {
    const blockIndex = this.#blockFor(key);
    const block = this.#blocks[blockIndex];
    if (!block) {
      this.#blocks.push([key]);
      return;
    }
    const at = lowerBound(block, key);
    if (block[at] === key) return;
    block.splice(at, 0, key);
    if (block.length > MAX_BLOCK) {
      this.#blocks.splice(blockIndex + 1, 0, block.splice(block.length >> 1));
    }
  }

  delete(key: string): void {
    const blockIndex = this.#blockFor(key);
    const block = this.#blocks[blockIndex];
    if (!block) return;
    const at = lowerBound(block, key);
    if (block[at] !== key) return;
    block.splice(at, 1);
    if (block.length === 0) this.#blocks.splice(blockIndex, 1);
  }

  /** The first string that is not before `bound`. */
  firstFrom(bound: string): string | undefined {
    const blockIndex = this.#blockFor(bound);
    const block = this.#blocks[blockIndex];
    if (!block) return undefined;
    return block[lowerBound(block, bound)] ?? this.#blocks[blockIndex + 1]?.[0];
  }

  /** The block that holds the string or would: the last one that begins with it or before it. */
  #blockFor(key: string): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const first = this.#blocks[middle]?.[0] ?? '';
      if (first <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }
}

function lowerBound(block: readonly string[], key: string): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((block[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
