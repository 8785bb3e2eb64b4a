import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

/** A call that has changed what Kinesis consists of: streams, shards, consumers, settings. */
export interface Change {
  readonly operation: string;
  /** As it came, in JSON's terms. */
  readonly input: unknown;
  /** The instant at which it was done. */
  readonly at: number;
}

/**
 * Sees to it that what is acknowledged outlives the process, as far as it promises to. Undefined where
 * there is nothing to wait for; what rejects must not be acknowledged.
 */
export interface Keeper {
  /** Keeps what was appended to these shards, and only then shows it to readers. */
  readonly keepRecords: (stream: Stream, shards: Iterable<Shard>) => Promise<void> | undefined;
  readonly keepChange: (change: Change) => Promise<void> | undefined;
}

/** Everything ends with the process. */
export const inMemory: Keeper = {
  keepRecords: (_stream, shards) => {
    for (const shard of shards) shard.publish();
    return undefined;
  },
  keepChange: () => undefined,
};

/** What to answer once it is kept. */
export const afterKeeping = <T>(kept: Promise<void> | undefined, output: T): T | Promise<T> =>
  kept === undefined ? output : kept.then(() => output);
