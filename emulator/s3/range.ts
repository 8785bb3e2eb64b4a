/** Offsets of the first and the last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What a Range header asks of an object; undefined for all of it.
 *
 * As on AWS (recorded Feb 2026): anything that is not exactly one range of bytes is ignored, such as
 * `bytes=1-0` or several ranges; an end past the object's is cut off; a range with no byte of the object
 * in it, such as `bytes=-0`, cannot be satisfied.
 */
export function readRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(?!-$)(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined) return undefined;
  if (from === '') return suffixOf(Number(to), sizeBytes);
  const first = Number(from);
  const last = to === '' ? Infinity : Number(to);
  if (first > last) return undefined;
  if (first >= sizeBytes) return 'unsatisfiable';
  return { first, last: Math.min(last, sizeBytes - 1) };
}

function suffixOf(lengthBytes: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  if (lengthBytes === 0 || sizeBytes === 0) return 'unsatisfiable';
  return { first: Math.max(sizeBytes - lengthBytes, 0), last: sizeBytes - 1 };
}
