import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';

/** Lets a virtual clock know of work that it cannot see. */
export type Track = <T>(work: Promise<T>) => Promise<T>;

/**
 * Up to here compressing takes less than the 100 ms within which an object must be written, and it is
 * done on the spot, where a virtual clock waits for it. A larger body would hold up every other
 * client of the process: it goes to the thread pool, and `track` tells the clock.
 */
const ON_THE_SPOT_BYTES = 2 * 1_048_576;

const OPERATING_SYSTEM_BYTE = 9;
const UNKNOWN_SYSTEM = 255;

const gzipInThreadPool = promisify(gzip);

/** One gzip stream whose bytes depend on `body` alone: its header names no time and no system. */
export async function compress(body: Uint8Array, track: Track): Promise<Uint8Array> {
  const bytes =
    body.length <= ON_THE_SPOT_BYTES ? gzipSync(body) : await track(gzipInThreadPool(body));
  bytes[OPERATING_SYSTEM_BYTE] = UNKNOWN_SYSTEM;
  return bytes;
}
