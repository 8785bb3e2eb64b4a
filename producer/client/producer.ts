import { sendAll, writableOf } from './send-all.ts';
import { Sender } from './sender.ts';
import { settingsOf } from './settings.ts';
import type { Producer, ProducerOptions } from './types.ts';

export type { Codec } from '#runtime/codec.ts';
export { type Attempt, SendError, type SendErrorCode } from './send-error.ts';
export type { OutRecord } from './out-record.ts';
export type { StreamRef } from './put-all.ts';
export type { Producer, ProducerOptions, ProducerStats, Receipt } from './types.ts';

/** Makes a producer for one stream; throws RangeError for a number that cannot be meant. */
export function createProducer<T = unknown>(options: ProducerOptions<T>): Producer<T> {
  const sender = new Sender(settingsOf(options));
  const producer: Producer<T> = {
    send: (record, sendOptions) => sender.send(record, sendOptions),
    room: (roomOptions) => sender.room(roomOptions),
    sendAll: (records, sendOptions) => sendAll(producer, records, sendOptions),
    writable: () => writableOf(producer),
    flush: (flushOptions) => sender.flush(flushOptions),
    close: (closeOptions) => sender.close(closeOptions),
    stats: () => sender.stats(),
    [Symbol.asyncDispose]: () => sender.close(),
  };
  return producer;
}
