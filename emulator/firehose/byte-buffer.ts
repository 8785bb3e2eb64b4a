const FIRST_CAPACITY = 4_096;

/**
 * Bytes appended one after another into one piece of memory that doubles when it is full. Unlike a
 * list of records it costs nothing for empty ones, and it is an object's body as it stands.
 */
export class ByteBuffer {
  #bytes = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(more: Uint8Array): void {
    const end = this.#length + more.length;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(more, this.#length);
    this.#length = end;
  }

  /** All bytes; valid until the next append. */
  contents(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(needed: number): void {
    const capacity = Math.max(FIRST_CAPACITY, this.#bytes.length * 2, needed);
    const larger = Buffer.allocUnsafeSlow(capacity);
    larger.set(this.contents());
    this.#bytes = larger;
  }
}
