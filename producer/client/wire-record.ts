import type { Codec } from '#runtime/codec.ts';
import type { Random } from '#runtime/random.ts';
import { SendError, type SendFailure } from './send-error.ts';
import type { OutRecord } from './out-record.ts';

/**
 * As on AWS: data and partition key of one record come to at most 1 MiB (a stream may be set to take
 * more; this client does not use that).
 */
export const MAX_RECORD_BYTES = 1_048_576;
const MAX_KEY_CHARACTERS = 256;
const HASH_KEYS = 2n ** 128n;

/** What is put into a request for one record. */
export interface WireRecord {
  readonly bytes: Uint8Array;
  readonly partitionKey: string;
  readonly explicitHashKey?: bigint;
}

/** Encodes a record; throws SendError for one that cannot be sent. */
export function wireRecordOf<T>(
  record: OutRecord<T>,
  { codec, random }: { readonly codec: Codec<T>; readonly random: Random },
): WireRecord {
  const { partitionKey = randomKey(random), explicitHashKey } = record;
  const wire: WireRecord = {
    bytes: encode(record, codec),
    partitionKey,
    ...(explicitHashKey === undefined ? {} : { explicitHashKey }),
  };
  const problem = problemOf(wire);
  if (problem !== undefined) throw new SendError(record, problem);
  return wire;
}

/** Any key spreads a record evenly, because its place is the MD5 of the key. */
const randomKey = (random: Random): string => random.int(0, 2 ** 32 - 1).toString(16);

function encode<T>(record: OutRecord<T>, codec: Codec<T>): Uint8Array {
  try {
    return codec.encode(record.data);
  } catch (cause) {
    const message = 'the codec cannot encode the data';
    throw new SendError(record, { code: 'rejected', message, cause });
  }
}

/**
 * Why a record cannot be sent; undefined if it can. Asked before it joins others, because AWS
 * refuses a whole request for one record that breaks a rule.
 */
export function problemOf(record: WireRecord): SendFailure | undefined {
  const { partitionKey, explicitHashKey } = record;
  if (partitionKey.length === 0) return rejected('the partition key is empty');
  if (partitionKey.length > MAX_KEY_CHARACTERS) {
    return rejected(`the partition key is longer than ${MAX_KEY_CHARACTERS} characters`);
  }
  if (explicitHashKey !== undefined && (explicitHashKey < 0n || explicitHashKey >= HASH_KEYS)) {
    return rejected('the explicit hash key is not between 0 and 2^128 - 1');
  }
  const sizeBytes = sizeOf(record);
  if (sizeBytes <= MAX_RECORD_BYTES) return undefined;
  const message = `the record has ${sizeBytes} bytes with its key; at most ${MAX_RECORD_BYTES} (1 MiB) are allowed`;
  return { code: 'too-large', message };
}

const rejected = (message: string): SendFailure => ({ code: 'rejected', message });

export const sizeOf = ({ bytes, partitionKey }: WireRecord): number =>
  bytes.byteLength + Buffer.byteLength(partitionKey);
