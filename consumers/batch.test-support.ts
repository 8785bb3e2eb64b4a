import type { LabRecord } from '#pipeline/record.ts';
import type { Batch, InRecord } from './client/consumer.ts';

/** A batch as the consumer client hands it to a handler. */
export const batchOf = (records: readonly LabRecord[]): Batch<LabRecord> => {
  const received = records.map((data, index): InRecord<LabRecord> => ({
    data,
    raw: new Uint8Array(),
    shardId: 'shard-0',
    sequenceNumber: String(index),
    subSequenceNumber: 0,
    arrivedAt: new Date(0),
    attempt: 1,
    id: `events@1/shard-0/${index}/0`,
  }));
  return {
    records: received,
    shardId: 'shard-0',
    millisBehindLatest: 0,
    epoch: 1,
    signal: new AbortController().signal,
    commit: async () => {},
    [Symbol.iterator]: () => received[Symbol.iterator](),
  };
};
