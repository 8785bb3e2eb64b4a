import { bytesInBase64, isBase64, isCanonical } from '../../wire/base64-text.ts';
import { BEFORE_KEY, incoming, type IncomingRecord } from './incoming-record.ts';

export interface QuickPutRecords {
  readonly StreamName: string;
  readonly Records: readonly IncomingRecord[];
}

const MAX_RECORDS = 500;
const MAX_KEY_BYTES = 256;
const MAX_DATA_BYTES = 10_485_760;
const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;

/**
 * Reads the body of a PutRecords from its bytes, in which its records stay, in a small part of the time
 * that JSON takes: what has no surprises in it, such as every SDK sends. Undefined for everything else, be
 * it legal or not: escapes, other members, keys that are not ASCII, anything that would be refused. The
 * ordinary way is for those, and gives the same for these.
 */
export function quickPutRecords(body: Uint8Array): QuickPutRecords | undefined {
  const cursor = new Cursor(body);
  const request = readRequest(cursor);
  return cursor.isAtEnd ? request : undefined;
}

function readRequest(cursor: Cursor): QuickPutRecords | undefined {
  let StreamName: string | undefined;
  let Records: readonly IncomingRecord[] | undefined;
  if (!cursor.takes(OPEN_BRACE)) return undefined;
  do {
    if (!Records && cursor.takesName(RECORDS)) Records = readRecords(cursor);
    else if (StreamName === undefined && cursor.takesName(STREAM)) StreamName = readName(cursor);
    else return undefined;
  } while (cursor.takes(COMMA));
  if (!cursor.takes(CLOSE_BRACE) || StreamName === undefined || !Records) return undefined;
  return { StreamName, Records };
}

function readName(cursor: Cursor): string | undefined {
  const span = cursor.word();
  const name = span && cursor.text(span);
  return name !== undefined && STREAM_NAME.test(name) ? name : undefined;
}

function readRecords(cursor: Cursor): readonly IncomingRecord[] | undefined {
  const records: IncomingRecord[] = [];
  if (!cursor.takes(OPEN_BRACKET)) return undefined;
  do {
    const record = readRecord(cursor);
    if (!record || records.length === MAX_RECORDS) return undefined;
    records.push(record);
  } while (cursor.takes(COMMA));
  return cursor.takes(CLOSE_BRACKET) ? records : undefined;
}

function readRecord(cursor: Cursor): IncomingRecord | undefined {
  let data: Span | undefined;
  let key: Span | undefined;
  if (!cursor.takes(OPEN_BRACE)) return undefined;
  do {
    if (!data && cursor.takesName(DATA)) data = cursor.blob();
    else if (!key && cursor.takesName(KEY)) key = cursor.word();
    else return undefined;
  } while (cursor.takes(COMMA));
  return cursor.takes(CLOSE_BRACE) && data && key ? recordOf(cursor, data, key) : undefined;
}

/** Where data and key stand as an answer shows them, they are left there. */
function recordOf(cursor: Cursor, data: Span, key: Span): IncomingRecord {
  if (key.from - data.to !== BEFORE_KEY.length) {
    return incoming({ Data: cursor.text(data), PartitionKey: cursor.text(key) });
  }
  return {
    source: cursor.bytes,
    from: data.from,
    to: key.to,
    keyFrom: key.from,
    keyTo: key.to,
    explicitHashKey: undefined,
    sizeBytes: data.sizeBytes + key.sizeBytes,
  };
}

/** A string in the body, without its quotes, and how many bytes it stands for. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly sizeBytes: number;
}

const RECORDS = Buffer.from('"Records"');
const STREAM = Buffer.from('"StreamName"');
const DATA = Buffer.from('"Data"');
const KEY = Buffer.from('"PartitionKey"');

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
  readonly bytes: Buffer;
  #at = 0;

  constructor(body: Uint8Array) {
    this.bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  get isAtEnd(): boolean {
    this.#skipSpace();
    return this.#at === this.bytes.length;
  }

  /** Goes past this byte if it is what comes next. */
  takes(byte: number): boolean {
    this.#skipSpace();
    if (this.bytes[this.#at] !== byte) return false;
    this.#at += 1;
    return true;
  }

  /** Goes past the name of a member, in its quotes, and the colon; otherwise stays before it. */
  takesName(name: Buffer): boolean {
    this.#skipSpace();
    const start = this.#at;
    for (let place = 0; place < name.length; place++) {
      if (this.bytes[start + place] !== name[place]) return false;
    }
    this.#at = start + name.length;
    if (this.takes(COLON)) return true;
    this.#at = start;
    return false;
  }

  /** A short string of ASCII, not empty, without escapes; undefined if something else comes. */
  word(): Span | undefined {
    if (!this.takes(QUOTE)) return undefined;
    const { bytes } = this;
    const from = this.#at;
    let to = from;
    for (let byte = bytes[to]; byte !== QUOTE; byte = bytes[++to]) {
      const isPlain = byte !== undefined && byte >= SPACE && byte < DELETE && byte !== BACKSLASH;
      if (!isPlain || to - from === MAX_KEY_BYTES) return undefined;
    }
    this.#at = to + 1;
    return to === from ? undefined : { from, to, sizeBytes: to - from };
  }

  /** A string of base64 that needs no other form. */
  blob(): Span | undefined {
    if (!this.takes(QUOTE)) return undefined;
    const from = this.#at;
    const to = this.bytes.indexOf(QUOTE, from);
    if (to === -1) return undefined;
    this.#at = to + 1;
    const text = this.bytes.toString('latin1', from, to);
    const sizeBytes = bytesInBase64(text);
    const isPlain = isBase64(text) && isCanonical(text) && sizeBytes <= MAX_DATA_BYTES;
    return isPlain ? { from, to, sizeBytes } : undefined;
  }

  text({ from, to }: Span): string {
    return this.bytes.toString('latin1', from, to);
  }

  #skipSpace(): void {
    const { bytes } = this;
    for (let byte = bytes[this.#at]; isSpace(byte); byte = bytes[this.#at]) this.#at += 1;
  }
}

const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
