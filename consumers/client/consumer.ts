/**
 * The door of the consumer client: everything that a service needs to read a stream without losing a
 * record. Every record that is in retention when its group is born, or comes later, is handled at
 * least once or recorded in the dead letters; per partition key in order; after a crash at most
 * what came since the last checkpoint is repeated.
 */
import { BatchChannel } from './batch-channel.ts';
import { ConsumerLife } from './consumer-life.ts';
import type { Consumer, ConsumerOptions } from './options.ts';
import type { Batch } from './record.ts';
import { settingsOf } from './settings.ts';
import { onAbort } from './wait.ts';

export { ABSENT, Conflict, type CoordinationStore, type StoredObject } from './coordination.ts';
export { s3DeadLetter, type DeadLetter, type DeadRecord } from './dead-letter.ts';
export {
  BatchError,
  ConsumerUnusable,
  OwnershipLost,
  PoisonRecordError,
  RecordsTrimmed,
} from './errors.ts';
export { memoryStore } from './memory-store.ts';
export type {
  Consumer,
  ConsumerOptions,
  FailurePolicy,
  Handler,
  Lag,
  ShardStatus,
} from './options.ts';
export type { Batch, InRecord } from './record.ts';
export { s3Store } from './s3-store.ts';

/** Reads nothing before `run` is called or a batch is asked for. */
export function createConsumer<T = unknown>(options: ConsumerOptions<T>): Consumer<T> {
  const life = new ConsumerLife(settingsOf(options));
  return {
    run: (handler, { signal } = {}) => life.run(handler, signal),
    ready: () => life.ready(),
    lag: () => life.lag(),
    close: ({ timeoutMs } = {}) => life.close(timeoutMs),
    [Symbol.asyncDispose]: () => life.close(),
    [Symbol.asyncIterator]: () => batches(life),
  };
}

/** Asking for the next batch says that the one before is done; `break`, `return` and a throw do not. */
function batches<T>(life: ConsumerLife<T>): AsyncIterator<Batch<T>> {
  const channel = new BatchChannel<T>();
  onAbort(life.stopping, () => channel.stop());
  const running = life.run({ batch: (batch) => channel.offer(batch) });
  running.catch(() => {}).finally(() => channel.stop());
  return {
    async next() {
      const value = await channel.next();
      if (value) return { done: false, value };
      await running;
      return { done: true, value: undefined };
    },
    async return() {
      const closed = life.close();
      channel.abandon();
      await closed;
      return { done: true, value: undefined };
    },
  };
}
