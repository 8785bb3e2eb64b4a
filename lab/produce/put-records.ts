import { Outstanding } from '#producer/client/outstanding.ts';
import { SendError } from '#producer/client/send-error.ts';
import type { OutRecord } from '#producer/client/out-record.ts';
import type { Producer, Receipt } from '#producer/client/types.ts';
import type { RefusedLine } from '#producer/inputs/input.ts';
import type { ReadRecord } from './read-records.ts';

export interface PutRecordsOptions {
  readonly records: AsyncIterable<ReadRecord>;
  /** Stays open: whoever made it closes it. */
  readonly producer: Pick<Producer<string>, 'send' | 'room' | 'flush'>;
  readonly signal: AbortSignal;
  readonly onPut: (record: OutRecord<string>, receipt: Receipt) => void;
  /** A record that the producer gave up, or AWS refused. */
  readonly onFailed: (record: OutRecord<string>, error: SendError<string>) => void;
  readonly onRefused: (line: RefusedLine['refused']) => void;
}

/** Puts records as they are read, as fast as there is room; resolves when the fate of each is known. */
export async function putRecords(options: PutRecordsOptions): Promise<void> {
  const { records, producer, signal, onPut, onFailed, onRefused } = options;
  const outstanding = new Outstanding();
  const send = async (record: OutRecord<string>): Promise<void> => {
    try {
      onPut(record, await producer.send(record));
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      onFailed(record, error as SendError<string>);
    }
  };
  for await (const read of records) {
    if ('refused' in read) {
      onRefused(read.refused);
      continue;
    }
    await producer.room({ signal });
    outstanding.check();
    if (signal.aborted) break;
    outstanding.add(send(read.record));
  }
  await producer.flush();
  await outstanding.none();
}
