import { bytesInBase64, isBase64, isCanonical } from '../wire/base64-text.ts';
import type { RecordToPut } from './placement.ts';

export interface QuickPutRecords {
  readonly StreamName: string;
  readonly Records: readonly RecordToPut[];
}

const MAX_RECORDS = 500;
const MAX_KEY_CHARACTERS = 256;
const MAX_DATA_BYTES = 10_485_760;
const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;

/**
 * Reads the body of a PutRecords from its bytes, in a quarter of the time that JSON takes: what has
 * no surprises in it, such as every SDK sends. Undefined for everything else, be it legal or not:
 * escapes, other members, keys that are not ASCII, anything that would be refused. The ordinary way
 * is for those, and gives the same for these.
 */
export function quickPutRecords(body: Uint8Array): QuickPutRecords | undefined {
  const cursor = new Cursor(body);
  const found: Partial<QuickPutRecords> = {};
  const isRead = cursor.members((name) => {
    if (name === 'StreamName') return fill(found, 'StreamName', cursor.word());
    return name === 'Records' && fill(found, 'Records', readRecords(cursor));
  });
  const { StreamName, Records } = found;
  if (!isRead || !cursor.isAtEnd || StreamName === undefined || !Records) return undefined;
  return STREAM_NAME.test(StreamName) ? { StreamName, Records } : undefined;
}

function readRecords(cursor: Cursor): readonly RecordToPut[] | undefined {
  const records: RecordToPut[] = [];
  if (!cursor.takes(OPEN_BRACKET)) return undefined;
  do {
    const record = readRecord(cursor);
    if (!record || records.length === MAX_RECORDS) return undefined;
    records.push(record);
  } while (cursor.takes(COMMA));
  return cursor.takes(CLOSE_BRACKET) ? records : undefined;
}

function readRecord(cursor: Cursor): RecordToPut | undefined {
  const found: { Data?: string; PartitionKey?: string } = {};
  const isRead = cursor.members((name) => {
    if (name === 'Data') return fill(found, 'Data', cursor.blob());
    return name === 'PartitionKey' && fill(found, 'PartitionKey', cursor.word() || undefined);
  });
  const { Data, PartitionKey } = found;
  return isRead && Data !== undefined && PartitionKey !== undefined
    ? { Data, PartitionKey }
    : undefined;
}

/** False if nothing was read, or the member was there before. */
function fill<T, K extends keyof T>(found: T, name: K, value: T[K] | undefined): boolean {
  if (value === undefined || found[name] !== undefined) return false;
  found[name] = value;
  return true;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;
const SPACE = 0x20;
const DELETE = 0x7f;

class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(body: Uint8Array) {
    this.#bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  get isAtEnd(): boolean {
    this.#skipSpace();
    return this.#at === this.#bytes.length;
  }

  /** An object, of which `read` takes each value after its name; false as soon as something is odd. */
  members(read: (name: string | undefined) => boolean): boolean {
    if (!this.takes(OPEN_BRACE)) return false;
    do {
      const name = this.word();
      if (!this.takes(COLON) || !read(name)) return false;
    } while (this.takes(COMMA));
    return this.takes(CLOSE_BRACE);
  }

  /** Goes past this byte if it is what comes next. */
  takes(byte: number): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at += 1;
    return true;
  }

  /** A short string of ASCII without escapes; undefined if something else comes. */
  word(): string | undefined {
    if (!this.takes(QUOTE)) return undefined;
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[++at]) {
      const isPlain = byte !== undefined && byte >= SPACE && byte < DELETE && byte !== BACKSLASH;
      if (!isPlain || at - start === MAX_KEY_CHARACTERS) return undefined;
    }
    this.#at = at + 1;
    return bytes.toString('latin1', start, at);
  }

  /** A string of base64 that needs no other form. */
  blob(): string | undefined {
    if (!this.takes(QUOTE)) return undefined;
    const end = this.#bytes.indexOf(QUOTE, this.#at);
    if (end === -1) return undefined;
    const text = this.#bytes.toString('latin1', this.#at, end);
    this.#at = end + 1;
    const isPlain = isBase64(text) && isCanonical(text) && bytesInBase64(text) <= MAX_DATA_BYTES;
    return isPlain ? text : undefined;
  }

  #skipSpace(): void {
    const bytes = this.#bytes;
    for (let byte = bytes[this.#at]; isSpace(byte); byte = bytes[this.#at]) this.#at += 1;
  }
}

const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
