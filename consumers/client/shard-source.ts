import type { ChildShard, StartingPosition, _Record } from '@aws-sdk/client-kinesis';
import type { KnownShard } from './plan-shards.ts';
import type { RawRecord } from './record.ts';

/** Where reading begins. LATEST is not among them: a position must mean the same when asked again. */
export type Position =
  | { readonly kind: 'oldest' }
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'after'; readonly sequenceNumber: string };

/** What one answer or event brought. */
export interface Chunk {
  readonly records: readonly RawRecord[];
  /** After which sequence number the next chunk begins; undefined: as before. */
  readonly continuation: string | undefined;
  readonly millisBehind: number;
  readonly childShards: readonly KnownShard[];
  /** Nothing will follow: the shard is closed and this was its end. */
  readonly ended: boolean;
  readonly receivedAt: number;
  /** Gives the memory that the chunk was counted with back to the budget. */
  readonly release: () => void;
}

/** One shard's records from a position on, however they come: by asking or by being told. */
export interface ShardSource {
  /** Ends quietly when the signal aborts; throws what is not worth trying again. */
  readonly open: (position: Position, signal: AbortSignal) => AsyncIterable<Chunk>;
}

export function startingPosition(position: Position): StartingPosition {
  if (position.kind === 'oldest') return { Type: 'TRIM_HORIZON' };
  if (position.kind === 'instant') {
    return { Type: 'AT_TIMESTAMP', Timestamp: new Date(position.at) };
  }
  return { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.sequenceNumber };
}

const EPOCH = new Date(0);

export const rawRecord = (record: _Record): RawRecord => ({
  data: record.Data ?? new Uint8Array(),
  partitionKey: record.PartitionKey,
  sequenceNumber: record.SequenceNumber ?? '',
  arrivedAt: record.ApproximateArrivalTimestamp ?? EPOCH,
});

export const knownChildren = (children: readonly ChildShard[] = []): KnownShard[] =>
  children.map(({ ShardId, ParentShards, HashKeyRange }) => ({
    shardId: ShardId ?? '',
    parents: ParentShards ?? [],
    hashRange: [HashKeyRange?.StartingHashKey ?? '', HashKeyRange?.EndingHashKey ?? ''],
  }));

/** What a record occupies besides its data, roughly. */
const RECORD_OVERHEAD_BYTES = 256;

export function sizeOf(records: readonly RawRecord[]): number {
  let bytes = 0;
  for (const { data } of records) bytes += data.length + RECORD_OVERHEAD_BYTES;
  return bytes;
}
