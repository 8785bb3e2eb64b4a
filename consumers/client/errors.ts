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

/** Someone else wrote the state of a shard that this worker was reading. It goes on with the others. */
export class OwnershipLost extends ExpectedError {
  readonly code = 'ownership-lost';
  readonly shardId: string;
  readonly owner: string | null;

  constructor(shardId: string, owner: string | null) {
    super(`${shardId} now belongs to ${owner ?? 'nobody'}, and no longer to this worker`);
    this.shardId = shardId;
    this.owner = owner;
  }
}

/** A process that began later goes by the same worker id: the id is its own from then on. */
export class WorkerReplaced extends ExpectedError {
  readonly code = 'worker-replaced';
  readonly workerId: string;
  override readonly fixes = ['give each worker of a group an id of its own'];

  constructor(workerId: string) {
    super(`a newer process has taken over the worker id ${workerId}`);
    this.workerId = workerId;
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
