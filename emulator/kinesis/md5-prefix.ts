import { hash } from 'node:crypto';

/** The hexadecimal digits of a hash that a number holds exactly: 52 bits. */
const PREFIX_DIGITS = 13;

/** What one block holds beside its padding. */
const MAX_BYTES = 55;

const SINES = Int32Array.from({ length: 64 }, (_, step) =>
  Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32),
);
const ROTATIONS = Uint8Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21);
const words = new Int32Array(16);

/**
 * The first 52 bits of the MD5 of some bytes, which are enough to find a partition key's shard but for one
 * key in some 10^15.
 *
 * What is short, as most keys are, is hashed right here: half the time of a call to the system's MD5,
 * and nothing for the collector (0.15 µs against 0.25 µs and two strings, measured).
 */
export function md5Prefix(bytes: Buffer, from = 0, to = bytes.length): number {
  if (to - from > MAX_BYTES) {
    const digits = hash('md5', bytes.subarray(from, to), 'hex').slice(0, PREFIX_DIGITS);
    return Number.parseInt(digits, 16);
  }
  fillWords(bytes, from, to);
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const mixed = (a + mix(round, b, c, d) + (SINES[step] as number) + wordOf(round, step)) | 0;
    const rotation = ROTATIONS[(round << 2) | (step & 3)] as number;
    a = d;
    d = c;
    c = b;
    b = (b + ((mixed << rotation) | (mixed >>> (32 - rotation)))) | 0;
  }
  const first = reversed((a + 0x67452301) | 0);
  const second = reversed((b + 0xefcdab89) | 0);
  return first * 2 ** 20 + (second >>> 12);
}

/** Writes the one block of a short text, padding and all. */
function fillWords(bytes: Buffer, from: number, to: number): void {
  words.fill(0);
  const length = to - from;
  for (let at = 0; at < length; at++) orByte(at, bytes[from + at] as number);
  orByte(length, 0x80);
  words[14] = length << 3;
}

function orByte(at: number, byte: number): void {
  words[at >> 2] = (words[at >> 2] as number) | (byte << ((at & 3) << 3));
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

function wordOf(round: number, step: number): number {
  if (round === 0) return words[step] as number;
  if (round === 1) return words[(5 * step + 1) & 15] as number;
  return (round === 2 ? words[(3 * step + 5) & 15] : words[(7 * step) & 15]) as number;
}

/** A word's bytes in the order in which a hash is written. */
const reversed = (word: number): number =>
  ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
