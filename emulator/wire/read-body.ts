import type { BodyBuffers } from './body-buffers.ts';
import { isDeclaredTooLong, limitOf, type BodyBudget, type Incoming } from './body-limit.ts';
import type { WireRequest } from './http.ts';

/** One that was read to its end. */
export interface ReceivedBody {
  readonly bytes: Uint8Array;
  /** Gives its memory back; to be called only when nobody looks at `bytes` any more. */
  readonly release: () => void;
}

/** What bodies are held in, and how much of it there is. */
export interface BodyMemory {
  readonly budget: BodyBudget;
  readonly buffers: BodyBuffers;
}

/** One that was not, or is not even sent yet. */
export interface RefusedBody {
  readonly refusal: NonNullable<WireRequest['refusal']>;
  /** Resolves when the client has sent all, has gone, or has sent more than will be listened to. */
  readonly sent: Promise<void>;
}

/**
 * A client that is told "too large" while it is still sending may never read it, since closing with
 * unread bytes resets the connection. So what is refused is read on, thrown away, up to here.
 */
const MAX_DISCARDED_BYTES = 64 * 1_024 * 1_024;

/**
 * Reads a body, of which no more than its limit is ever held. One that is too long is refused as soon as
 * that shows. Undefined if the client cuts it off. What was taken from the budget is the length of `bytes`;
 * the caller gives it back.
 */
export function readBody(
  incoming: Incoming,
  { budget, buffers }: BodyMemory,
): Promise<ReceivedBody | RefusedBody | undefined> {
  const limitBytes = limitOf(incoming);
  const isTooLong = isDeclaredTooLong(incoming);
  if (isTooLong && incoming.headers['expect'] !== undefined) {
    return Promise.resolve({ refusal: 'oversized', sent: Promise.resolve() });
  }

  return new Promise((resolve) => {
    const body = new GrowingBuffer(Number(incoming.headers['content-length'] ?? 0), buffers);
    let isRefused = false;
    let discardedBytes = 0;
    let stopListening = (): void => {};

    function refuse(refusal: RefusedBody['refusal']): void {
      isRefused = true;
      budget.give(body.lengthBytes);
      body.clear();
      const sent = new Promise<void>((stop) => (stopListening = stop));
      resolve({ refusal, sent });
    }

    incoming.on('data', (chunk: Buffer) => {
      if (!isRefused && body.lengthBytes + chunk.length > limitBytes) refuse('oversized');
      else if (!isRefused && !budget.take(chunk.length)) refuse('overloaded');
      if (!isRefused) return body.add(chunk);
      discardedBytes += chunk.length;
      if (discardedBytes > MAX_DISCARDED_BYTES) stopListening();
    });
    incoming.once('end', () => {
      stopListening();
      if (!isRefused) resolve({ bytes: body.bytes(), release: () => body.clear() });
    });
    incoming.once('close', () => {
      stopListening();
      if (isRefused || incoming.readableEnded) return;
      budget.give(body.lengthBytes);
      body.clear();
      resolve(undefined);
    });
    if (isTooLong) refuse('oversized');
  });
}

/** What is set aside for a body before it has come. */
const MAX_EXPECTED_BYTES = 1_024 * 1_024;

/** Bytes that arrive in pieces, kept in one piece, so that many tiny ones cost no more than they weigh. */
class GrowingBuffer {
  #bytes: Buffer = EMPTY;
  /** Whether `#bytes` came from there, and not from the socket. */
  #isTaken = false;
  readonly #buffers: BodyBuffers;
  readonly #expectedBytes: number;
  lengthBytes = 0;

  /** What the client promises; believed up to a point, once the first piece is there. */
  constructor(promisedBytes: number, buffers: BodyBuffers) {
    this.#expectedBytes = Math.min(promisedBytes, MAX_EXPECTED_BYTES);
    this.#buffers = buffers;
  }

  add(chunk: Buffer): void {
    // Most bodies come in one piece, which is kept as it is.
    if (this.lengthBytes === 0) this.#bytes = chunk;
    else {
      this.#makeRoomFor(chunk.length);
      chunk.copy(this.#bytes, this.lengthBytes);
    }
    this.lengthBytes += chunk.length;
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.lengthBytes);
  }

  clear(): void {
    this.#replace(EMPTY);
    this.#isTaken = false;
    this.lengthBytes = 0;
  }

  #makeRoomFor(moreBytes: number): void {
    const neededBytes = this.lengthBytes + moreBytes;
    if (neededBytes <= this.#bytes.length) return;
    const larger = this.#buffers.take(
      Math.max(neededBytes, 2 * this.#bytes.length, this.#expectedBytes),
    );
    this.#bytes.copy(larger, 0, 0, this.lengthBytes);
    this.#replace(larger);
    this.#isTaken = true;
  }

  #replace(other: Buffer): void {
    if (this.#isTaken) this.#buffers.give(this.#bytes);
    this.#bytes = other;
  }
}

const EMPTY = Buffer.alloc(0);
