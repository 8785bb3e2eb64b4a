import { createHash } from 'node:crypto';

/**
 * A partition key's hash, as 32 hexadecimal digits.
 *
 * As on AWS: the MD5 of the key's UTF-8 bytes, read as an unsigned integer of 128 bits.
 */
export const hashOf = (partitionKey: string): string =>
  createHash('md5').update(partitionKey).digest('hex');

const DIGITS = 13;

/** Where a partition key lies on the ring of hash keys, from 0 to 1. */
export const ringOf = (partitionKey: string): number =>
  Number.parseInt(hashOf(partitionKey).slice(0, DIGITS), 16) / 16 ** DIGITS;
