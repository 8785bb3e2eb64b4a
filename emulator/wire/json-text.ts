/** An output that is JSON already, put together from parts that were JSON before. */
export class JsonText {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** What goes on the wire for a value; nothing for none. */
export const jsonBytes = (value: object | JsonText | undefined): Uint8Array =>
  value instanceof JsonText
    ? value.bytes
    : Buffer.from(value === undefined ? '' : JSON.stringify(value));

/** The text of an object: its members that are ready, then the others. */
export function jsonText(name: string, pieces: readonly Uint8Array[], others: object): JsonText {
  const rest = JSON.stringify(others);
  const parts: Uint8Array[] = [Buffer.from(`{"${name}":[`)];
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) parts.push(COMMA);
    parts.push(piece);
  }
  parts.push(Buffer.from(rest === '{}' ? ']}' : `],${rest.slice(1)}`));
  return new JsonText(Buffer.concat(parts));
}

const COMMA = Buffer.from(',');
