/** Of what is used again: holds the usual large request, which is 500 records of 1 KiB. */
const BUFFER_BYTES = 1_024 * 1_024;
const MAX_FREE = 8;

/** Below this the saving is not worth a whole buffer. */
const WORTHWHILE_BYTES = 256 * 1_024;

/**
 * Memory for large bodies that is used again and again. To the system, memory that is new to a process is
 * work at each 4 KiB of it: more than it costs to read what arrives there.
 */
export class BodyBuffers {
  readonly #free: Buffer[] = [];

  /** Of so many bytes or more. */
  take(bytes: number): Buffer {
    if (bytes < WORTHWHILE_BYTES || bytes > BUFFER_BYTES) return Buffer.allocUnsafeSlow(bytes);
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
  }

  /** To be called by who took it, when nobody looks at it any more. */
  give(buffer: Buffer): void {
    if (buffer.length === BUFFER_BYTES && this.#free.length < MAX_FREE) this.#free.push(buffer);
  }
}
