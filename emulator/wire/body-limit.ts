import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

export type Incoming = IncomingMessage | Http2ServerRequest;

const MIB = 1_024 * 1_024;

/**
 * The largest legal request is a PutRecords of 10 MiB: 13.4 MiB in base64, and less than 1 MiB of JSON
 * around it. What is larger by a little still reaches its service, which knows AWS's words for it.
 */
const MAX_REQUEST_BYTES = 16 * MIB;

/**
 * The largest object that Firehose writes is a buffer of 128 MiB and the record that overfilled it.
 * Objects live in memory, and hashing one holds up every other client: at this size for most of a second.
 */
export const MAX_OBJECT_BYTES = 144 * MIB;

/** Chunk framing and trailers around an object's bytes. */
const FRAMING_BYTES = MIB;

/** How many bytes of body a request may have. Only uploads to S3 are PUT. */
export const bodyLimitBytes = (method: string): number =>
  method === 'PUT' ? MAX_OBJECT_BYTES + FRAMING_BYTES : MAX_REQUEST_BYTES;

/** Whether a request says itself that its body is longer than that. */
export const isDeclaredTooLong = ({ method, headers }: Incoming): boolean =>
  Number(headers['content-length'] ?? 0) > bodyLimitBytes(method ?? 'GET');

/** What the bodies of all requests under way may take together. */
const MAX_BODIES_BYTES = 512 * MIB;

/** Shared by all connections of a server, so that many large bodies at once don't exhaust memory. */
export class BodyBudget {
  readonly #maxBytes: number;
  #usedBytes = 0;

  constructor(maxBytes = MAX_BODIES_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** False, and nothing is taken, if that many bytes are not left. */
  take(bytes: number): boolean {
    if (this.#usedBytes + bytes > this.#maxBytes) return false;
    this.#usedBytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes;
  }
}
