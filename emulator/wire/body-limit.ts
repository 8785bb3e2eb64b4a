import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

export type Incoming = IncomingMessage | Http2ServerRequest;

const MIB = 1_024 * 1_024;

/**
 * The largest object that Firehose writes is a buffer of 128 MiB and the record that overfilled it.
 * Objects live in memory, and hashing one holds up every other client: at this size for most of a second.
 */
export const MAX_OBJECT_BYTES = 144 * MIB;

/** Chunk framing and trailers around an object's bytes. */
const FRAMING_BYTES = MIB;

/** The longest member that any other action has is a token of 1 MiB; S3's lists of keys take twice that. */
const MAX_OTHER_BYTES = 3 * MIB;

/**
 * What the largest legal request takes in base64, with its JSON: a record of 10 MiB or as much in 500; in
 * Firehose 1,000 KiB, or 4 MiB in 500. What is larger by a little still reaches its action, which knows
 * AWS's words for it.
 */
const MAX_BYTES_BY_TARGET: ReadonlyMap<string, number> = new Map([
  ['Kinesis_20131202.PutRecord', 16 * MIB],
  ['Kinesis_20131202.PutRecords', 16 * MIB],
  ['Firehose_20150804.PutRecord', 3 * MIB],
  ['Firehose_20150804.PutRecordBatch', 8 * MIB],
]);

/** How many bytes of body a request may have. Only uploads to S3 are PUT. */
export function bodyLimitBytes(
  method: string | undefined,
  target: string | readonly string[] | undefined,
): number {
  if (method === 'PUT') return MAX_OBJECT_BYTES + FRAMING_BYTES;
  return MAX_BYTES_BY_TARGET.get(String(target)) ?? MAX_OTHER_BYTES;
}

export const limitOf = ({ method, headers }: Incoming): number =>
  bodyLimitBytes(method, headers['x-amz-target']);

/** Whether a request says itself that its body is longer than that. */
export const isDeclaredTooLong = (incoming: Incoming): boolean =>
  Number(incoming.headers['content-length'] ?? 0) > limitOf(incoming);

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
