import { hash } from 'node:crypto';

/** The largest hash key; the key space is [0, 2^128 − 1]. */
export const MAX_HASH_KEY = 2n ** 128n - 1n;

/** How many partition keys' hashes one generation of the cache holds. */
const KEYS_PER_GENERATION = 8_192;

/**
 * A hash key as 32 hexadecimal digits, so that two compare as strings do: a tenth of the cost of
 * making a BigInt for each record.
 */
export type HashKey = string;

export const hashKeyOf = (value: bigint): HashKey => value.toString(16).padStart(32, '0');

/**
 * The hash keys of partition keys.
 *
 * As on AWS: the MD5 of the key's UTF-8 bytes, read as an unsigned big-endian integer of 128 bits.
 *
 * Streams have few hot keys, so recent ones are remembered: in two generations, of which the older
 * is forgotten when the younger is full. That bounds the memory without any bookkeeping per look-up.
 */
export class HashKeys {
  #young = new Map<string, HashKey>();
  #old = new Map<string, HashKey>();

  of(partitionKey: string): HashKey {
    const known = this.#young.get(partitionKey);
    if (known !== undefined) return known;
    const hashKey = this.#old.get(partitionKey) ?? hash('md5', partitionKey, 'hex');
    this.#remember(partitionKey, hashKey);
    return hashKey;
  }

  #remember(partitionKey: string, hashKey: HashKey): void {
    if (this.#young.size >= KEYS_PER_GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(partitionKey, hashKey);
  }
}

/** The part of the key space that a shard owns, both ends included. */
export interface HashKeyRange {
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * As on AWS: of `count` shards, number i starts at i × ⌊2^128 ÷ count⌋, and the last takes the rest.
 */
export function evenRanges(count: number): HashKeyRange[] {
  const width = (MAX_HASH_KEY + 1n) / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    start: BigInt(index) * width,
    end: index === count - 1 ? MAX_HASH_KEY : BigInt(index + 1) * width - 1n,
  }));
}

/** Whether the two ranges touch without a gap, in either order. */
export const areAdjacent = (a: HashKeyRange, b: HashKeyRange): boolean =>
  a.end + 1n === b.start || b.end + 1n === a.start;
