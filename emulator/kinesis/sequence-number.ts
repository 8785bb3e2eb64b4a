/**
 * Sequence numbers, version 2 (observed on production Kinesis): 47 hexadecimal digits, written as 56
 * decimal ones. From the highest digit down:
 *
 *     1  the constant 2          2  the constant 00
 *     9  shard creation, s       9  record time, s
 *     1  shard index mod 16      8  shard index
 *    16  sequence index          1  the version, 2
 *
 * As on AWS: they rise strictly within a shard, whatever the clock does, because the sequence index
 * stands above the time. Unlike AWS: the index rises by one for each record, so that a number leads
 * straight to its record.
 */
const HEX_DIGITS = 47;

const LAYOUT = /^2([0-9a-f]{9})([0-9a-f])([0-7][0-9a-f]{15})00([0-9a-f]{9})([0-9a-f]{8})2$/;

/** What one more record adds. */
const INDEX_STEP = 16n ** 20n;
const TIME_STEP = 16n ** 9n;

/** The sequence index with which a closed shard's range ends. */
const LAST_INDEX = 0x7fff_ffff_ffff_ffffn;

export interface ShardOrigin {
  readonly shardIndex: number;
  /** The shard's creation, in whole epoch seconds. */
  readonly createdAtSeconds: number;
}

export interface SequenceNumber extends ShardOrigin {
  /** 0 for the shard's start, n for its n-th record; beyond 2^53 rounded. */
  readonly index: number;
  /** When the record arrived, in whole epoch seconds. */
  readonly recordedAtSeconds: number;
}

export const formatSequenceNumber = (number: SequenceNumber): string =>
  encode(number, BigInt(number.index), number.recordedAtSeconds).toString();

/** Of a shard's range: where it starts. */
export const startingSequenceNumber = (shard: ShardOrigin): string =>
  encode(shard, 0n, shard.createdAtSeconds).toString();

/** Of a closed shard's range: where it ends. */
export const endingSequenceNumber = (shard: ShardOrigin, closedAtSeconds: number): string =>
  encode(shard, LAST_INDEX, closedAtSeconds).toString();

/** Undefined if `text`, which holds decimal digits only, is no sequence number of version 2. */
export function parseSequenceNumber(text: string): SequenceNumber | undefined {
  const hex = BigInt(text).toString(16);
  if (hex.length !== HEX_DIGITS) return undefined;
  const [, createdAt, nibble, index, recordedAt, shardIndex] = LAYOUT.exec(hex) ?? [];
  if (!createdAt || !nibble || !index || !recordedAt || !shardIndex) return undefined;
  if (!shardIndex.endsWith(nibble)) return undefined;
  return {
    createdAtSeconds: Number.parseInt(createdAt, 16),
    index: Number.parseInt(index, 16),
    recordedAtSeconds: Number.parseInt(recordedAt, 16),
    shardIndex: Number.parseInt(shardIndex, 16),
  };
}

/** The length of every sequence number that is handed out here, in decimal digits. */
export const SEQUENCE_NUMBER_DIGITS = 56;

/** What the next record of the same second adds, digit by digit from the last one. */
const STEP_DIGITS = Uint8Array.from(INDEX_STEP.toString().split('').reverse(), Number);
const ZERO = 0x30;

/**
 * Writes one shard's sequence numbers. Within a second the next number is one addition away from the
 * last, done on the digits where they stand; the rest is computed once per shard and second.
 */
export class SequenceMint {
  readonly #shard: ShardOrigin;
  #index = -1;
  #seconds = -1;

  constructor(shard: ShardOrigin) {
    this.#shard = shard;
  }

  /** Over what it wrote the last time, at the same place. */
  next(index: number, seconds: number, target: Buffer, at: number): void {
    const isNext = seconds === this.#seconds && index === this.#index + 1;
    if (isNext) addStep(target, at + SEQUENCE_NUMBER_DIGITS - 1);
    else target.write(encode(this.#shard, BigInt(index), seconds).toString(), at, 'latin1');
    this.#index = index;
    this.#seconds = seconds;
  }
}

function addStep(digits: Buffer, last: number): void {
  let carry = 0;
  for (let place = 0; place < STEP_DIGITS.length || carry > 0; place++) {
    const sum = (digits[last - place] ?? ZERO) - ZERO + (STEP_DIGITS[place] ?? 0) + carry;
    carry = sum > 9 ? 1 : 0;
    digits[last - place] = ZERO + sum - 10 * carry;
  }
}

function encode(shard: ShardOrigin, index: bigint, seconds: number): bigint {
  const head = (2n << 36n) | BigInt(shard.createdAtSeconds);
  const withNibble = (head << 4n) | BigInt(shard.shardIndex % 16);
  const withIndex = ((withNibble << 64n) | index) * INDEX_STEP;
  return withIndex + BigInt(seconds) * TIME_STEP + (BigInt(shard.shardIndex) << 4n) + 2n;
}
