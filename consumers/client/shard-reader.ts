import { fanOutSource } from './fan-out-source.ts';
import { firstRecord } from './first-record.ts';
import type { Group } from './group.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { KnownShard } from './plan-shards.ts';
import { pollingSource } from './polling-source.ts';
import { readShard, type ShardReading } from './read-shard.ts';
import { RetentionGuard } from './retention-guard.ts';
import type { ShardBoard, ShardNotes } from './shard-board.ts';
import type { ShardCheckpoint } from './shard-checkpoint.ts';
import type { ShardSource } from './shard-source.ts';
import { shardWork, type Handling, type Outcome } from './shard-work.ts';
import type { StreamQuestion } from './stream-view.ts';
import { ABORTED, unlessAborted } from './wait.ts';

/** How shards are read, the same for all of them. */
export interface ReaderOptions<T> extends StreamQuestion {
  readonly handling: Handling<T>;
  readonly fanOutClient: StreamQuestion['client'];
  readonly read: 'polling' | 'efo';
  readonly pollEveryMs: number;
  readonly budget: MemoryBudget;
  readonly board: ShardBoard;
  readonly workerId: string;
  readonly incarnation: string;
  readonly checkpointEveryMs: number;
  readonly onTrimmed: 'fail' | 'skip';
}

/** A shard, and the hold that this worker has on it. */
export interface Leased {
  readonly shardId: string;
  readonly checkpoint: ShardCheckpoint;
}

/** What a reader asks of the stream it belongs to. */
export interface ReaderEnvironment {
  readonly group: Group;
  readonly retentionMs: () => number;
  readonly consumerArn: () => Promise<string>;
  /** Writes down the children of a shard at its end; false: it is still open after all. */
  readonly adopt: (children: readonly KnownShard[]) => Promise<boolean>;
  readonly investigate: ShardReading<unknown>['investigate'];
}

/** Takes a shard, reads it, keeps its checkpoint and lets it go again. Throws OwnershipLost. */
export async function runReader<T>(
  options: ReaderOptions<T>,
  environment: ReaderEnvironment,
  { shardId, checkpoint }: Leased,
): Promise<void> {
  const { board, handling } = options;
  const { group } = environment;
  const log = options.log.child({ shardId });
  const stop = AbortSignal.any([handling.stop, checkpoint.leaving, checkpoint.lost]);
  const deadline = AbortSignal.any([handling.deadline, checkpoint.lost]);
  const { owner } = checkpoint.state;
  if ((await unlessAborted(checkpoint.acquire(), stop)) === ABORTED) return;
  const from = group.position(checkpoint.state.checkpoint);
  if (!from) return;
  const { epoch } = checkpoint;
  log.info('lease taken', { epoch, before: owner });

  const notes = board.add(shardId, {
    epoch,
    position: from.kind === 'after' ? from.sequenceNumber : undefined,
  });
  const origin = { stream: group.stream, shardId };
  log.info('shard opened', { from: checkpoint.state.checkpoint, epoch });

  const ending = new AbortController();
  const storing = checkpoint.keepStoring(AbortSignal.any([stop, ending.signal])).then(
    () => undefined,
    (error: unknown) => {
      checkpoint.lose();
      return { error };
    },
  );
  let outcome: Outcome | undefined;
  let failure: { readonly error: unknown } | undefined;
  try {
    outcome = await readShard({
      work: shardWork({ ...handling, log, stop, deadline }, checkpoint, notes, origin),
      source: sourceOf(options, environment, shardId, notes),
      checkpoint,
      from,
      retention: retentionOf(options, environment, shardId),
      finish: (children) => finish(environment, checkpoint, children),
      investigate: environment.investigate,
    });
  } finally {
    ending.abort();
    failure = await storing;
    if (outcome !== 'done' && !checkpoint.lost.aborted) await checkpoint.release();
    board.remove(shardId);
  }
  if (failure) throw failure.error;
  log.info(outcome === 'done' ? 'shard ended' : 'shard closed', { position: notes.position });
}

/** Children first: a shard that is done without children to go on with would lose them. */
async function finish(
  environment: ReaderEnvironment,
  checkpoint: ShardCheckpoint,
  children: readonly KnownShard[],
): Promise<boolean> {
  if (!(await environment.adopt(children))) return false;
  await checkpoint.end();
  return true;
}

function sourceOf<T>(
  options: ReaderOptions<T>,
  { consumerArn }: ReaderEnvironment,
  shardId: string,
  notes: ShardNotes,
): ShardSource {
  const { board, budget } = options;
  const onLive = (): void => {
    notes.isLive = true;
    board.announce();
  };
  const log = options.log.child({ shardId });
  return options.read === 'polling'
    ? pollingSource({ ...options, log, shardId, budget, everyMs: options.pollEveryMs, onLive })
    : fanOutSource({
        ...options,
        client: options.fanOutClient,
        log,
        shardId,
        budget,
        consumerArn,
        onLive,
      });
}

function retentionOf<T>(
  options: ReaderOptions<T>,
  { retentionMs }: ReaderEnvironment,
  shardId: string,
): RetentionGuard {
  const { onTrimmed, log, clock } = options;
  const firstAvailable = () => firstRecord(options, shardId, options.handling.stop);
  return new RetentionGuard({
    shardId,
    onTrimmed,
    log,
    now: () => clock.now(),
    retentionMs,
    firstAvailable,
  });
}
