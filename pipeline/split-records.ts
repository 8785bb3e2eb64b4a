const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** What every record of ours begins with: where reading can start again behind foreign bytes. */
const OUR_BEGINNING = Buffer.from('{"id":"');

/**
 * Splits an object into the records it was concatenated from. Firehose puts nothing between records,
 * so the only border is the brace that closes one; white space between records is skipped, as
 * producers may end theirs with a line end. Bytes that are no JSON object (others may put on the same
 * stream) come out as a piece of their own, and never swallow a record of ours behind them.
 */
export function* splitRecords(bytes: Uint8Array): Generator<Uint8Array> {
  let at = 0;
  while (at < bytes.length) {
    if (isSpace(bytes[at])) {
      at += 1;
      continue;
    }
    const end = endOfObject(bytes, at) ?? nextOfOurs(bytes, at + 1);
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** The index behind the object that begins at `from`; undefined if none does, or it does not end. */
function endOfObject(bytes: Uint8Array, from: number): number | undefined {
  if (bytes[from] !== OPEN) return undefined;
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The index of the quote that closes the string opened at `from`; the end of all if none does. */
function endOfString(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at;
  }
  return bytes.length;
}

function nextOfOurs(bytes: Uint8Array, from: number): number {
  const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(
    OUR_BEGINNING,
    from,
  );
  return found === -1 ? bytes.length : found;
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
