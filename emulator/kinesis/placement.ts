import { bytesInBase64 } from '../wire/base64-text.ts';
import type { ValidationReport } from '../wire/validation-report.ts';
import { hashKeyOutOfRange } from './errors.ts';
import { hashKeyOf, MAX_HASH_KEY } from './hash-key.ts';
import type { IncomingRecord, Shard } from './shard.ts';
import type { Stream } from './stream.ts';

/** A record that is to be put, in AWS's words. */
export interface RecordToPut {
  /** In base64, as `base64Text` reads it. */
  readonly Data: string;
  readonly PartitionKey?: string;
  readonly ExplicitHashKey?: string;
}

const BYTES_PER_KIB = 1_024;

/**
 * The shard that a record goes to.
 *
 * As on AWS: the one that owns the explicit hash key if there is one, else the partition key's; with
 * the strategy AUTO neither counts, and records go to all shards alike (here by turns).
 */
export function shardFor(
  stream: Stream,
  { PartitionKey = '', ExplicitHashKey }: RecordToPut,
  now: number,
): Shard {
  if (stream.settings.distribution === 'AUTO') return stream.nextShard(now);
  if (ExplicitHashKey === undefined) return stream.shardFor(PartitionKey, now);
  const hashKey = BigInt(ExplicitHashKey);
  if (hashKey > MAX_HASH_KEY) throw hashKeyOutOfRange(ExplicitHashKey);
  return stream.shardOwning(hashKeyOf(hashKey), now);
}

/** As on AWS: a record's size is that of its data and of its partition key in UTF-8. */
export const recordBytes = ({ Data, PartitionKey = '' }: RecordToPut): number =>
  bytesInBase64(Data) + Buffer.byteLength(PartitionKey);

/** The record in the shard's words; `encryption` is what its stream says of itself at this moment. */
export const incoming = (
  record: RecordToPut,
  { EncryptionType: encryptionType }: { readonly EncryptionType?: 'KMS' },
): IncomingRecord => ({
  partitionKey: record.PartitionKey ?? '',
  data: record.Data,
  sizeBytes: recordBytes(record),
  encryptionType,
});

/** What the stream takes at most. */
export const maxRecordBytes = (stream: Stream, now: number): number =>
  stream.settings.maxRecordSizeKiB.at(now) * BYTES_PER_KIB;

/**
 * As on AWS (second-hand, December 2025): a record above the stream's maximum is a validation error
 * that does not echo the value.
 */
export function checkRecordSize(
  bytes: number,
  maxBytes: number,
  path: string,
  report: ValidationReport,
): void {
  if (bytes <= maxBytes) return;
  report.add(bytes, path, `Member must have length less than or equal to ${maxBytes}`);
}

/**
 * As on AWS: a record needs a partition key unless the stream distributes records by itself.
 * Unverified: that it is then missed in the words of a required member.
 */
export function checkPartitionKey(
  stream: Stream,
  { PartitionKey }: RecordToPut,
  path: string,
  report: ValidationReport,
): void {
  if (PartitionKey !== undefined || stream.settings.distribution === 'AUTO') return;
  report.add(null, path, 'Member must not be null');
}
