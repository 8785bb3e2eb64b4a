import type { Clock } from '#runtime/clock.ts';
import type { Codec } from '#runtime/codec.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import type { DeadLetter, DeadRecord } from './dead-letter.ts';
import type { FailureRules } from './failure-policy.ts';
import type { Handler } from './options.ts';
import { recordId, type Origin } from './record.ts';
import type { ShardNotes } from './shard-board.ts';
import type { ShardCheckpoint } from './shard-checkpoint.ts';

/** Between two tries of the same thing. */
export const RETRY_BACKOFF = { baseMs: 200, maxMs: 30_000 };

/** 'stopped': not finished, and not to be gone on with now. */
export type Outcome = 'done' | 'stopped';

/** What handling records takes, the same for all shards. */
export interface Handling<T> {
  readonly group: string;
  readonly handler: Handler<T>;
  readonly codec: Codec<T>;
  readonly maxRecords: number;
  readonly rules: FailureRules;
  readonly deadLetter: DeadLetter | undefined;
  readonly otherwise: 'block' | 'halt';
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Aborts when no further record is to be begun. */
  readonly stop: AbortSignal;
  /** Aborts when there is no more time for the handler either. */
  readonly deadline: AbortSignal;
}

/** What is needed of a record that cannot be handled, and perhaps not even decoded. */
export interface Hopeless {
  readonly sequenceNumber: string;
  readonly partitionKey?: string | undefined;
  readonly arrivedAt: Date;
  readonly raw: Uint8Array;
}

/** All that is needed to handle the records of one shard. */
export interface ShardWork<T> extends Handling<T> {
  readonly shardId: string;
  readonly origin: Origin;
  readonly epoch: number;
  readonly notes: ShardNotes;
  /** The record and all before it are done. */
  readonly done: (record: { readonly sequenceNumber: string; readonly arrivedAt: Date }) => void;
  /** The same, and stores it now. */
  readonly commit: (record: {
    readonly sequenceNumber: string;
    readonly arrivedAt: Date;
  }) => Promise<void>;
  readonly deadRecord: (record: Hopeless, attempts: number, error: unknown) => DeadRecord;
}

export function shardWork<T>(
  handling: Handling<T>,
  checkpoint: ShardCheckpoint,
  notes: ShardNotes,
  origin: Origin,
): ShardWork<T> {
  const { shardId } = origin;
  const done: ShardWork<T>['done'] = ({ sequenceNumber, arrivedAt }) => {
    checkpoint.advance(sequenceNumber);
    notes.position = sequenceNumber;
    notes.lastRecordAt = arrivedAt.getTime();
  };
  return {
    ...handling,
    shardId,
    origin,
    epoch: checkpoint.epoch,
    notes,
    done,
    commit: (record) => {
      done(record);
      return checkpoint.store();
    },
    deadRecord: (record, attempts, error) => ({
      id: recordId(origin, record.sequenceNumber),
      group: handling.group,
      shardId,
      sequenceNumber: record.sequenceNumber,
      partitionKey: record.partitionKey,
      arrivedAt: record.arrivedAt,
      raw: record.raw,
      error: errorFacts(error),
      attempts,
    }),
  };
}

const errorFacts = (error: unknown): DeadRecord['error'] =>
  error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
