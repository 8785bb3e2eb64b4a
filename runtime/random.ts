import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * The only source of chance and of identifiers in this repository. Made from a seed, so that a run
 * can be repeated; forked by name, so that one part drawing more does not change what another gets.
 */
export interface Random {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number in [min, max], both included. */
  readonly int: (min: number, max: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly bytes: (length: number) => Uint8Array;
  /** A version 4 UUID in text form. */
  readonly uuid: () => string;
  /** An independent source whose draws depend on this source's seed and on `name` only. */
  readonly fork: (name: string) => Random;
}

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const uint32 = (): number => generator.next() >>> 0;
  const next = (): number => uint32() / 2 ** 32;
  const bytes = (length: number): Uint8Array => {
    const drawn = new Uint8Array(length);
    for (let place = 0; place < length; place++) drawn[place] = uint32() >>> 24;
    return drawn;
  };

  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('cannot pick from an empty list');
      return item;
    },
    bytes,
    uuid: () => uuidFrom(bytes(16)),
    fork: (name) => seededRandom(hashOf(name, seed)),
  };
}

/** Each byte as two digits. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuidFrom(bytes: Uint8Array): string {
  let text = '';
  for (const [place, byte] of bytes.entries()) {
    if (place === 4 || place === 6 || place === 8 || place === 10) text += '-';
    text += HEX[marked(byte, place)];
  }
  return text;
}

/** With the version, and the variant, where they belong. */
function marked(byte: number, place: number): number {
  if (place === 6) return (byte & 0x0f) | 0x40;
  return place === 8 ? (byte & 0x3f) | 0x80 : byte;
}

/** FNV-1a over the name, started from the seed. */
function hashOf(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash | 0;
}
