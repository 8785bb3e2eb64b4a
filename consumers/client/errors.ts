import { ExpectedError } from '#runtime/errors.ts';
import type { InRecord } from './record.ts';

/** Thrown by a batch handler: everything before `at` succeeded, `at` itself did not. */
export class BatchError extends ExpectedError {
  readonly code = 'batch';
  readonly at: InRecord<unknown>;

  constructor(at: InRecord<unknown>, cause?: unknown) {
    super(`the handler failed at record ${at.sequenceNumber} of ${at.shardId}`, { cause });
    this.at = at;
  }
}

/** A record that no attempt could process, under `otherwise: 'halt'`. */
export class PoisonRecordError extends ExpectedError {
  readonly code = 'poison-record';
  readonly recordId: string;

  constructor(recordId: string, cause: unknown) {
    super(`record ${recordId} cannot be processed: ${describeError(cause)}`, { cause });
    this.recordId = recordId;
  }
}

/** Someone else wrote the state of a shard that this consumer was reading. */
export class OwnershipLost extends ExpectedError {
  readonly code = 'ownership-lost';
  readonly shardId: string;
  override readonly fixes = ['run one worker for each group, or give each its own group name'];

  constructor(shardId: string, owner: string | null) {
    super(
      `${shardId} now belongs to ${owner ?? 'nobody'}: another worker of this group took it over`,
    );
    this.shardId = shardId;
  }
}

export interface Gap {
  readonly shardId: string;
  /** Where this group had come to. */
  readonly checkpoint: string;
  /** What the stream still has; undefined: nothing of this shard. */
  readonly firstAvailable: string | undefined;
}

/** Records left the stream by age before this group had read them. */
export class RecordsTrimmed extends ExpectedError {
  readonly code = 'records-trimmed';
  readonly gap: Gap;
  override readonly fixes = ["accept the loss with onTrimmed: 'skip'", 'lengthen the retention'];

  constructor(gap: Gap) {
    const left = gap.firstAvailable ?? 'nothing';
    super(
      `${gap.shardId} lost records to retention: read up to ${gap.checkpoint}, left is ${left}`,
    );
    this.gap = gap;
  }
}

/** The group's shards have state, but the group itself has none: part of the prefix was wiped. */
export class StateIncomplete extends ExpectedError {
  readonly code = 'state-incomplete';

  constructor(key: string) {
    super(`${key} is missing although the states of shards exist beside it`);
  }
}

/** An object in the store that this version cannot read. */
export class StateUnreadable extends ExpectedError {
  readonly code = 'state-unreadable';

  constructor(key: string, cause: unknown) {
    super(`${key} in the coordination store is not a state that this version knows`, { cause });
  }
}

/** What was asked of a consumer needs one that is neither closed nor running already. */
export class ConsumerUnusable extends ExpectedError {
  readonly code = 'consumer-unusable';
}

export const describeError = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
