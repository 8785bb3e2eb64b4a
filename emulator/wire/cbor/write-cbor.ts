/** The types of an answer's members that JSON cannot say, by their names. */
export type MemberTypes = Readonly<Record<string, 'blob' | 'instant'>>;

/**
 * Writes an answer, given as JSON says it, in CBOR (RFC 8949).
 *
 * As on AWS: maps and lists have indefinite lengths, blobs are byte strings, instants are tag 1 with integer
 * milliseconds, where the RFC has seconds. A member's type goes by its name, wherever it stands: no answer
 * has a map whose keys a client chose.
 */
export function writeCbor(value: unknown, types: MemberTypes): Buffer {
  const writer = new CborWriter(types);
  writer.value(value);
  return writer.written();
}

const POSITIVE = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;

const LIST = 0x9f;
const MAP = 0xbf;
const BREAK = 0xff;
const INSTANT = 0xc1;
const FALSE = 0xf4;
const TRUE = 0xf5;
const NULL = 0xf6;
const DOUBLE = 0xfb;

const FIRST_BYTES = 4_096;
/** The longest head of an item: its first byte and a length of eight. */
const HEAD_BYTES = 9;

class CborWriter {
  readonly #types: ReadonlyMap<string, 'blob' | 'instant'>;
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #at = 0;

  constructor(types: MemberTypes) {
    this.#types = new Map(Object.entries(types));
  }

  written(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'number') this.#number(value);
    else if (Array.isArray(value)) this.#list(value);
    else if (typeof value === 'object' && value !== null) this.#map(value);
    else this.#byte(value === true ? TRUE : value === false ? FALSE : NULL);
  }

  #list(items: readonly unknown[]): void {
    this.#byte(LIST);
    for (const item of items) this.value(item);
    this.#byte(BREAK);
  }

  #map(members: object): void {
    this.#byte(MAP);
    for (const [name, value] of Object.entries(members)) {
      if (value === undefined) continue;
      this.#text(name);
      this.#member(value, this.#types.get(name));
    }
    this.#byte(BREAK);
  }

  #member(value: unknown, type: 'blob' | 'instant' | undefined): void {
    if (type === 'blob' && typeof value === 'string') this.#blob(value);
    else if (type === 'instant' && typeof value === 'number') this.#instant(value);
    else this.value(value);
  }

  /** JSON has epoch seconds with a fraction. */
  #instant(epochSeconds: number): void {
    this.#byte(INSTANT);
    this.#number(Math.round(epochSeconds * 1_000));
  }

  #blob(base64: string): void {
    const length = Buffer.byteLength(base64, 'base64');
    this.#head(BYTES, length);
    this.#at += this.#bytes.write(base64, this.#at, 'base64');
  }

  #text(text: string): void {
    this.#head(TEXT, Buffer.byteLength(text));
    this.#at += this.#bytes.write(text, this.#at);
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value)) {
      if (value >= 0) this.#head(POSITIVE, value);
      else this.#head(NEGATIVE, -1 - value);
      return;
    }
    this.#byte(DOUBLE);
    this.#at = this.#bytes.writeDoubleBE(value, this.#at);
  }

  /** An item's type and length; of a string there is room for the rest of it then. */
  #head(major: number, length: number): void {
    this.#makeRoomFor(HEAD_BYTES + (major === BYTES || major === TEXT ? length : 0));
    const type = major << 5;
    if (length < 24) this.#at = this.#bytes.writeUInt8(type | length, this.#at);
    else if (length < 2 ** 8) this.#sized(type | 24, 1, length);
    else if (length < 2 ** 16) this.#sized(type | 25, 2, length);
    else if (length < 2 ** 32) this.#sized(type | 26, 4, length);
    else {
      this.#at = this.#bytes.writeUInt8(type | 27, this.#at);
      this.#at = this.#bytes.writeBigUInt64BE(BigInt(length), this.#at);
    }
  }

  #sized(first: number, lengthBytes: number, length: number): void {
    this.#at = this.#bytes.writeUInt8(first, this.#at);
    this.#at = this.#bytes.writeUIntBE(length, this.#at, lengthBytes);
  }

  /** Room for the eight of a number after it, too. */
  #byte(byte: number): void {
    this.#makeRoomFor(HEAD_BYTES);
    this.#at = this.#bytes.writeUInt8(byte, this.#at);
  }

  #makeRoomFor(moreBytes: number): void {
    const neededBytes = this.#at + moreBytes;
    if (neededBytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(neededBytes, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
