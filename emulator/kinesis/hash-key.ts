import { hash } from 'node:crypto';

/** The largest hash key; the key space is [0, 2^128 − 1]. */
export const MAX_HASH_KEY = 2n ** 128n - 1n;

/**
 * A hash key as 32 hexadecimal digits, so that two compare as strings do: a tenth of the cost of
 * making a BigInt for each record.
 */
export type HashKey = string;

export const hashKeyOf = (value: bigint): HashKey => value.toString(16).padStart(32, '0');

/**
 * As on AWS: the MD5 of the partition key's UTF-8 bytes, given as such or as text, read as an unsigned
 * big-endian integer of 128 bits.
 */
export const hashKeyOfPartitionKey = (partitionKey: string | Uint8Array): HashKey =>
  hash('md5', partitionKey, 'hex');

/** The first 13 of its 32 digits, as `md5Prefix` gives them for a partition key. */
export const prefixOf = (hashKey: HashKey): number => Number.parseInt(hashKey.slice(0, 13), 16);

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
