import type { AwayBlock } from './away-block.ts';
import type { RecordBlock } from './record-block.ts';

export type Block = RecordBlock | AwayBlock;

/** Below this many dropped blocks it is not worth moving the others. */
const DROPPED_AT_LEAST = 64;

/** The blocks of one shard in their order; finding one by position or by instant is O(log n). */
export class BlockList {
  #blocks: Block[] = [];
  /** How many slots at the front are of no use any more. */
  #dropped = 0;

  get oldest(): Block | undefined {
    return this.#blocks[this.#dropped];
  }

  get newest(): Block | undefined {
    return this.#blocks.at(-1);
  }

  add(block: Block): void {
    this.#blocks.push(block);
  }

  dropNewest(): void {
    this.#blocks.pop();
  }

  dropOldest(): void {
    this.#dropped += 1;
    if (this.#dropped < DROPPED_AT_LEAST && this.#dropped < this.#blocks.length) return;
    this.#blocks.splice(0, this.#dropped);
    this.#dropped = 0;
  }

  /** Gives those that were there. */
  dropAll(): readonly Block[] {
    const blocks = this.#blocks.slice(this.#dropped);
    this.#blocks = [];
    this.#dropped = 0;
    return blocks;
  }

  /** The one that holds this position, which must be of a record that is kept. */
  at(position: number): Block {
    const block = this.#blocks[this.#placeOf(position)];
    if (!block) throw new RangeError('no block holds this position');
    return block;
  }

  /** From now on this one stands for the same positions. */
  replace(block: Block): void {
    this.#blocks[this.#placeOf(block.first)] = block;
  }

  /** The first whose newest record arrived at `instant` or later. */
  firstSince(instant: number): Block | undefined {
    let low = this.#dropped;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#blocks[middle]?.lastArrivedAt ?? 0) < instant) low = middle + 1;
      else high = middle;
    }
    return this.#blocks[low];
  }

  /** Of the last block that begins at `position` or before. */
  #placeOf(position: number): number {
    const blocks = this.#blocks;
    let low = this.#dropped;
    let high = blocks.length - 1;
    // Most readers are near the tip.
    if ((blocks[high]?.first ?? 0) <= position) low = high;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((blocks[middle]?.first ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
