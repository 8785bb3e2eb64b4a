import type { ValidationReport } from '../wire/validation-report.ts';
import { hashKeyOutOfRange } from './errors.ts';
import { hashKeyOf, MAX_HASH_KEY } from './hash-key.ts';
import type { IncomingRecord } from './records/incoming-record.ts';
import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

const BYTES_PER_KIB = 1_024;

/**
 * The shard that a record goes to.
 *
 * As on AWS: the one that owns the explicit hash key if there is one, else the partition key's; with
 * the strategy AUTO neither counts, and records go to all shards alike (here by turns).
 */
export function shardFor(stream: Stream, record: IncomingRecord, now: number): Shard {
  if (stream.settings.distribution === 'AUTO') return stream.nextShard(now);
  const { explicitHashKey } = record;
  if (explicitHashKey === undefined) return stream.shardFor(record, now);
  const hashKey = BigInt(explicitHashKey);
  if (hashKey > MAX_HASH_KEY) throw hashKeyOutOfRange(explicitHashKey);
  return stream.shardOwning(hashKeyOf(hashKey), now);
}

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
  { keyFrom, keyTo }: IncomingRecord,
  path: string,
  report: ValidationReport,
): void {
  if (keyFrom < keyTo || stream.settings.distribution === 'AUTO') return;
  report.add(null, path, 'Member must not be null');
}
