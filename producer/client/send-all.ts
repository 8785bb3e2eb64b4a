import { Outstanding } from './outstanding.ts';
import { SendError } from './send-error.ts';
import type { OutRecord } from './out-record.ts';
import type { Abortable, Producer } from './types.ts';

type SendsWithRoom<T> = Pick<Producer<T>, 'send' | 'room' | 'flush'>;

/** Sends all records, waiting for room before each, and tells how many were stored. */
export async function sendAll<T>(
  producer: SendsWithRoom<T>,
  records: Iterable<OutRecord<T>> | AsyncIterable<OutRecord<T>>,
  options: Abortable = {},
): Promise<{ sent: number; failed: SendError<T>[] }> {
  const failed: SendError<T>[] = [];
  const outstanding = new Outstanding();
  let sent = 0;
  for await (const record of records) {
    await producer.room(options);
    outstanding.add(
      producer.send(record, options).then(
        () => void (sent += 1),
        (error: unknown) => {
          if (!(error instanceof SendError)) throw error;
          failed.push(error as SendError<T>);
        },
      ),
    );
    if (options.signal?.aborted) break;
  }
  await outstanding.none();
  return { sent, failed };
}

/** A sink that takes records as fast as there is room; closing it waits for every receipt. */
export function writableOf<T>(producer: SendsWithRoom<T>): WritableStream<OutRecord<T>> {
  const outstanding = new Outstanding();
  return new WritableStream<OutRecord<T>>({
    write: async (record) => {
      await producer.room();
      outstanding.check();
      outstanding.add(producer.send(record));
    },
    close: async () => {
      await producer.flush();
      await outstanding.none();
    },
  });
}
