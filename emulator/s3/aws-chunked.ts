import { incompleteBody, malformedTrailer } from './errors.ts';

/** No line of the framing is longer: a size, and a signature of the chunk. */
const MAX_LINE_BYTES = 1_024;
const MAX_TRAILERS = 16;
/** Bounds the time that a body of tiny chunks can take. */
const MAX_CHUNKS = 1_000_000;

export interface Unframed {
  readonly bytes: Buffer;
  /** Names in lower case. */
  readonly trailers: ReadonlyMap<string, string>;
}

/**
 * Takes the `aws-chunked` framing off a body: chunks of `size[;chunk-signature=…]`, a last one of size
 * 0, then trailers. The bytes returned share nothing with `body`.
 *
 * Unlike AWS: chunk signatures are not verified, and a chunk may be smaller than 8 KiB.
 */
export function unframe(body: Uint8Array): Unframed {
  const framed = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const bytes = Buffer.allocUnsafeSlow(framed.length);
  let length = 0;
  let at = 0;
  for (let chunks = 0; chunks < MAX_CHUNKS; chunks += 1) {
    const line = lineAt(framed, at);
    const size = chunkSize(line.text);
    at = line.end;
    if (size === 0) {
      return { bytes: bytes.subarray(0, length), trailers: trailersAt(framed, at) };
    }
    const end = at + size;
    if (framed[end] !== 0x0d || framed[end + 1] !== 0x0a) throw incompleteBody();
    framed.copy(bytes, length, at, end);
    length += size;
    at = end + 2;
  }
  throw incompleteBody();
}

function chunkSize(line: string): number {
  const hex = /^([0-9a-fA-F]{1,8})(?:;.*)?$/.exec(line)?.[1];
  if (hex === undefined) throw incompleteBody();
  return Number.parseInt(hex, 16);
}

function trailersAt(framed: Buffer, start: number): Map<string, string> {
  const trailers = new Map<string, string>();
  let at = start;
  while (at < framed.length) {
    const line = lineAt(framed, at);
    at = line.end;
    if (line.text === '') break;
    const colon = line.text.indexOf(':');
    if (colon < 1 || trailers.size === MAX_TRAILERS) throw malformedTrailer();
    trailers.set(line.text.slice(0, colon).trim().toLowerCase(), line.text.slice(colon + 1).trim());
  }
  return trailers;
}

/** Some clients end their trailers with a bare line feed, as an example of AWS's does. */
function lineAt(framed: Buffer, start: number): { readonly text: string; readonly end: number } {
  const window = framed.subarray(start, start + MAX_LINE_BYTES);
  const feed = window.indexOf(0x0a);
  if (feed === -1) throw incompleteBody();
  const text = window.toString('latin1', 0, feed);
  return { text: text.endsWith('\r') ? text.slice(0, -1) : text, end: start + feed + 1 };
}
