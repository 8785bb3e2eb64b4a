import type { OutRecord } from '#producer/client/out-record.ts';
import type { Receipt } from '#producer/client/types.ts';
import { printable } from '../terminal/printable.ts';

/** One line for people: which shard, at which place, under which key, how much. */
export function putLine(record: OutRecord<string>, { shardId, sequenceNumber }: Receipt): string {
  const shard = `s${Number(shardId.replace(/^\D*/, ''))}`;
  const key = record.partitionKey === undefined ? 'no key' : printable(record.partitionKey);
  return `${shard}  ${sequenceNumber}  ${key}  ${Buffer.byteLength(record.data)} B`;
}

/** One line for programs. */
export const putJson = (
  { partitionKey, data }: OutRecord<string>,
  { shardId, sequenceNumber, attempts }: Receipt,
): string =>
  JSON.stringify({
    shardId,
    sequenceNumber,
    ...(partitionKey === undefined ? {} : { partitionKey }),
    bytes: Buffer.byteLength(data),
    attempts,
  });
