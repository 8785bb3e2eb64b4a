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
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => uint32() >>> 24);

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

function uuidFrom(bytes: Uint8Array): string {
  const marked = Uint8Array.from(bytes);
  marked[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  marked[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(marked).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** FNV-1a over the name, started from the seed. */
function hashOf(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash | 0;
}
