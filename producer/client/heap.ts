/** What a heap keeps; it writes down the place, so that removal needs no search. */
export interface HeapItem {
  heapIndex: number;
}

/** A priority queue: first what `isBefore` everything else. An item may be in one heap at a time. */
export class Heap<T extends HeapItem> {
  readonly #isBefore: (a: T, b: T) => boolean;
  readonly #items: T[] = [];

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.#items.push(item);
    this.#rise(item, this.#items.length - 1);
  }

  /** `item` must be in this heap. */
  remove(item: T): void {
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#rise(last, item.heapIndex);
    this.#sink(last, last.heapIndex);
  }

  #rise(item: T, from: number): void {
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#items[parentIndex];
      if (parent === undefined || !this.#isBefore(item, parent)) break;
      this.#place(parent, index);
      index = parentIndex;
    }
    this.#place(item, index);
  }

  #sink(item: T, from: number): void {
    let index = from;
    for (;;) {
      const childIndex = this.#earlierChild(index);
      const child = this.#items[childIndex];
      if (child === undefined || !this.#isBefore(child, item)) break;
      this.#place(child, index);
      index = childIndex;
    }
    this.#place(item, index);
  }

  #earlierChild(index: number): number {
    const left = this.#items[2 * index + 1];
    const right = this.#items[2 * index + 2];
    return left && right && this.#isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
  }

  #place(item: T, index: number): void {
    this.#items[index] = item;
    item.heapIndex = index;
  }
}
