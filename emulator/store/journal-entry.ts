import { crc32 } from 'node:zlib';

/** What an entry begins with, so that one can be found again behind a damage. */
const MAGIC = Buffer.from('\u0000\u00f1KLJ', 'latin1');

/** Magic, kind (1), length of the payload (4), CRC of all that follows the CRC's place (4). */
export const HEADER_BYTES = MAGIC.length + 9;
const KIND_AT = MAGIC.length;
const LENGTH_AT = KIND_AT + 1;
const CRC_AT = LENGTH_AT + 4;

/** In the place of the kind. */
const TIED = 0x80;

export interface NewEntry {
  /** Below 128. */
  readonly kind: number;
  readonly payload: Buffer;
}

/** One that was read; its payload is a view, so copy what is to be kept. */
export interface Entry extends NewEntry {
  /** Whether it became safe together with the one before, which a loss of power may have taken alone. */
  readonly isTied: boolean;
  /** Where the next entry begins. */
  readonly end: number;
}

/** The header that goes before these parts of a payload. */
export function entryHeader(kind: number, parts: readonly Uint8Array[], isTied = false): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt8(isTied ? kind | TIED : kind, KIND_AT);
  header.writeUInt32LE(
    parts.reduce((sum, part) => sum + part.byteLength, 0),
    LENGTH_AT,
  );
  const covered = header.subarray(KIND_AT, CRC_AT);
  header.writeUInt32LE(
    parts.reduce((crc, part) => crc32(part, crc), crc32(covered)),
    CRC_AT,
  );
  return header;
}

/** What a header says of its entry, which is not looked at; undefined if it is none. */
export function readHeader(
  bytes: Buffer,
  at: number,
): { readonly kind: number; readonly entryBytes: number } | undefined {
  if (MAGIC.compare(bytes, at, at + MAGIC.length) !== 0) return undefined;
  const entryBytes = HEADER_BYTES + bytes.readUInt32LE(at + LENGTH_AT);
  return { kind: bytes.readUInt8(at + KIND_AT) & ~TIED, entryBytes };
}

/** The entry at this place; undefined if there is none, or not a whole one, or a damaged one. */
export function readEntry(bytes: Buffer, at: number): Entry | undefined {
  const payloadAt = at + HEADER_BYTES;
  if (payloadAt > bytes.length) return undefined;
  if (MAGIC.compare(bytes, at, at + MAGIC.length) !== 0) return undefined;
  const end = payloadAt + bytes.readUInt32LE(at + LENGTH_AT);
  if (end > bytes.length) return undefined;
  const payload = bytes.subarray(payloadAt, end);
  const covered = crc32(bytes.subarray(at + KIND_AT, at + CRC_AT));
  if (crc32(payload, covered) !== bytes.readUInt32LE(at + CRC_AT)) return undefined;
  const kind = bytes.readUInt8(at + KIND_AT);
  return { kind: kind & ~TIED, isTied: (kind & TIED) !== 0, payload, end };
}

/** Whether something follows, from this place on, before which everything was safe. */
export function hasUntiedEntry(bytes: Buffer, from: number): boolean {
  for (let at = bytes.indexOf(MAGIC, from); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) {
    if (readEntry(bytes, at)?.isTied === false) return true;
  }
  return false;
}
