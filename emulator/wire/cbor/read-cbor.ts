import { isUtf8 } from 'node:buffer';
import { serializationError } from '../../errors.ts';

/** Far beyond what a full PutRecords has, and read in some hundredths of a second. */
const MAX_ITEMS = 262_144;
/** No input of ours is deeper than 4. */
const MAX_DEPTH = 32;

/**
 * Reads a request's body in CBOR (RFC 8949); an empty one stands for no members. Maps become objects, byte
 * strings buffers, and tag 1 a Date. Throws SerializationException.
 *
 * As on AWS: instants are tag 1 with milliseconds, where the RFC has seconds; lengths may be indefinite.
 * Unverified: AWS's words for a body that is not CBOR, and that other tags, other keys than text and
 * numbers that are not finite are refused. Unlike AWS: depth and number of items are bounded.
 */
export function readCbor(body: Uint8Array): unknown {
  return body.byteLength === 0 ? {} : new CborReader(body).document();
}

/** The low five bits of an item's first byte, where they are not the length itself. */
const ONE_BYTE = 24;
const TWO_BYTES = 25;
const FOUR_BYTES = 26;
const EIGHT_BYTES = 27;
const INDEFINITE = 31;

const BREAK = 0xff;
const BYTES = 2;
const TEXT = 3;
const INSTANT_TAG = 1;
/** Says of what it contains only that it is CBOR. */
const SELF_DESCRIBED_TAG = 55_799;

class CborReader {
  readonly #bytes: Buffer;
  #at = 0;
  #items = 0;
  #depth = 0;

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength);
  }

  document(): unknown {
    const value = this.#item();
    if (this.#at !== this.#bytes.length) throw malformed();
    return value;
  }

  #item(): unknown {
    this.#items += 1;
    if (this.#items > MAX_ITEMS)
      throw serializationError('The request body has too many elements.');
    const first = this.#byte();
    const read = this.#readers[first >> 5];
    if (!read) throw malformed();
    return read(first & 0x1f);
  }

  /** By the top three bits of an item's first byte. */
  readonly #readers: readonly ((low: number) => unknown)[] = [
    (low) => this.#length(low),
    (low) => -1 - this.#length(low),
    (low) => Buffer.concat(this.#pieces(BYTES, low)),
    (low) => this.#text(low),
    (low) => this.#nested(() => this.#list(low)),
    (low) => this.#nested(() => this.#map(low)),
    (low) => this.#nested(() => this.#tagged(this.#length(low))),
    (low) => this.#simple(low),
  ];

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw serializationError('The request body is nested too deeply.');
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #text(low: number): string {
    // A string of definite length, which most are, is read without a copy.
    const pieces = this.#pieces(TEXT, low);
    if (pieces.length === 1) return textOf(pieces[0] as Buffer);
    return pieces.map(textOf).join('');
  }

  /** Of a string: one piece, or of indefinite length any number of strings of the same type. */
  #pieces(major: number, low: number): readonly Buffer[] {
    if (low !== INDEFINITE) return [this.#take(this.#length(low))];
    const pieces: Buffer[] = [];
    while (!this.#isBreak()) {
      this.#items += 1;
      const first = this.#byte();
      if (first >> 5 !== major || this.#items > MAX_ITEMS) throw malformed();
      pieces.push(this.#take(this.#length(first & 0x1f)));
    }
    return pieces;
  }

  #list(low: number): unknown[] {
    const items: unknown[] = [];
    for (const more = this.#counter(low); more();) items.push(this.#item());
    return items;
  }

  #map(low: number): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    for (const more = this.#counter(low); more();) {
      const name = this.#item();
      if (typeof name !== 'string') throw malformed();
      const value = this.#item();
      // By plain assignment this one name would set the object's prototype.
      if (name === '__proto__') Object.defineProperty(members, name, { ...OWN, value });
      else members[name] = value;
    }
    return members;
  }

  /** Says before each item of a list or map whether there is one. */
  #counter(low: number): () => boolean {
    if (low === INDEFINITE) return () => !this.#isBreak();
    let left = this.#length(low);
    // An item takes a byte at the least, so a length that is a lie is known at once.
    if (left > this.#bytes.length - this.#at) throw malformed();
    return () => left-- > 0;
  }

  #tagged(tag: number): unknown {
    const value = this.#item();
    if (tag === SELF_DESCRIBED_TAG) return value;
    if (tag !== INSTANT_TAG || typeof value !== 'number') throw malformed();
    return new Date(clampInstant(value));
  }

  #simple(low: number): unknown {
    switch (low) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case TWO_BYTES:
        return finite(halfFloat(this.#take(2).readUInt16BE()));
      case FOUR_BYTES:
        return finite(this.#take(4).readFloatBE());
      case EIGHT_BYTES:
        return finite(this.#take(8).readDoubleBE());
      default:
        throw malformed();
    }
  }

  /** Beyond 2^53 to the nearest number, as in JSON. */
  #length(low: number): number {
    if (low < ONE_BYTE) return low;
    switch (low) {
      case ONE_BYTE:
        return this.#byte();
      case TWO_BYTES:
        return this.#take(2).readUInt16BE();
      case FOUR_BYTES:
        return this.#take(4).readUInt32BE();
      case EIGHT_BYTES:
        return Number(this.#take(8).readBigUInt64BE());
      default:
        throw malformed();
    }
  }

  #isBreak(): boolean {
    if (this.#bytes[this.#at] !== BREAK) return false;
    this.#at += 1;
    return true;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw malformed();
    this.#at += 1;
    return byte;
  }

  #take(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw malformed();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

const OWN = { enumerable: true, configurable: true, writable: true };

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw malformed();
  return bytes.toString();
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw malformed();
  return value;
}

/** The last instant that a Date can hold, and with a minus sign the first. */
const FURTHEST_INSTANT_MS = 8.64e15;

const clampInstant = (epochMs: number): number =>
  Math.min(Math.max(epochMs, -FURTHEST_INSTANT_MS), FURTHEST_INSTANT_MS);

/** 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (0x400 + fraction) * 2 ** (exponent - 25);
}

const malformed = () => serializationError('Could not parse the request body as CBOR.');
