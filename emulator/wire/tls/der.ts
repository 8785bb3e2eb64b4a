/* What of DER (X.690) a certificate is written with: types, each a tag, a length and a content. */

const tagged = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
};

/** Below 128 in a byte; else how many bytes it takes, and these. */
function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => tagged(0x31, ...parts);
export const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 0xff : 0));
export const octetString = (bytes: Uint8Array): Buffer => tagged(0x04, bytes);
export const utf8String = (text: string): Buffer => tagged(0x0c, Buffer.from(text));

/** Not negative; big-endian, with a zero in front where the first bit would be taken for a sign. */
export function integer(bytes: Uint8Array): Buffer {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0) at += 1;
  const digits = bytes.subarray(at);
  return tagged(0x02, Buffer.of(...((digits[0] ?? 0) >= 0x80 ? [0] : [])), digits);
}

/** `unusedBits` of the last byte do not count. */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer =>
  tagged(0x03, Buffer.of(unusedBits), bytes);

/** In dotted decimals; all but the first two numbers go by sevens of bits. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([40 * first + second, ...rest].flatMap(sevens)));
}

function sevens(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) bytes.unshift(0x80 | (left & 0x7f));
  return bytes;
}

/** As certificates have instants from 2050 on, and may have none but these before. */
const GENERALIZED_FROM = Date.UTC(2050, 0);

export function time(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const isShort = epochMs < GENERALIZED_FROM;
  return tagged(isShort ? 0x17 : 0x18, Buffer.from(isShort ? digits.slice(2) : digits));
}

/** A member that is known by its number: one that wraps a whole type, or takes its place. */
export const explicit = (number: number, content: Uint8Array): Buffer =>
  tagged(0xa0 | number, content);
export const implicit = (number: number, content: Uint8Array): Buffer =>
  tagged(0x80 | number, content);
