import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetRecordsOutput,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { backoffMs } from '#runtime/retry.ts';
import { ask, type Asking } from './ask.ts';
import { isThrottle, isTransient, nameOf } from './aws-errors.ts';
import type { Hold, MemoryBudget } from './memory-budget.ts';
import { faster, nextPollAt, slower, unpunished, type PollingPace } from './polling-pace.ts';
import {
  knownChildren,
  rawRecord,
  sizeOf,
  startingPosition,
  type Chunk,
  type Position,
  type ShardSource,
} from './shard-source.ts';
import type { StreamName } from './stream-view.ts';

export interface PollingOptions extends Asking {
  readonly client: KinesisClient;
  readonly stream: StreamName;
  readonly shardId: string;
  readonly everyMs: number;
  readonly budget: MemoryBudget;
  /** Called whenever there is an iterator: from here on no record will be missed. */
  readonly onLive: () => void;
}

/** As on AWS: the most that one answer holds. */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
const BACKOFF = { baseMs: 200, maxMs: 5_000 };

/**
 * Asks for records at a steady pace.
 *
 * An iterator is a position: a question whose answer was lost is asked again with the same one, and
 * one that has expired is replaced by another after the last record that was handed on.
 */
export const pollingSource = (options: PollingOptions): ShardSource => ({
  open: (position, signal) => poll(options, position, signal),
});

interface Cursor {
  position: Position;
  iterator: string | undefined;
  pace: PollingPace;
  dueAt: number;
  failures: number;
}

async function* poll(
  options: PollingOptions,
  from: Position,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const { clock, everyMs } = options;
  const cursor: Cursor = {
    position: from,
    iterator: undefined,
    pace: unpunished(everyMs),
    dueAt: clock.now(),
    failures: 0,
  };
  while (!signal.aborted) {
    const waitMs = cursor.dueAt - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    if (signal.aborted) return;
    const scheduledAt = cursor.dueAt;
    const startedAt = clock.now();
    const chunk = await pollOnce(options, cursor, signal);
    if (!chunk) continue;
    const { millisBehind, ended } = chunk;
    yield chunk;
    if (ended) return;
    cursor.dueAt = nextPollAt(cursor.pace, { scheduledAt, startedAt, millisBehind });
  }
}

/** One question; undefined if it must be asked again, at `cursor.dueAt`. */
async function pollOnce(
  options: PollingOptions,
  cursor: Cursor,
  signal: AbortSignal,
): Promise<Chunk | undefined> {
  const hold = await options.budget.hold(MAX_ANSWER_BYTES, signal);
  if (!hold) return undefined;
  try {
    cursor.iterator ??= await takeIterator(options, cursor, signal);
    const answer = await getRecords(options, cursor.iterator, cursor.failures, signal);
    return advance(cursor, answer, hold, options.clock.now());
  } catch (error) {
    hold.release();
    if (!signal.aborted) recover(options, cursor, error);
    return undefined;
  }
}

function advance(cursor: Cursor, answer: GetRecordsOutput, hold: Hold, receivedAt: number): Chunk {
  const records = (answer.Records ?? []).map(rawRecord);
  hold.resize(sizeOf(records));
  const last = records.at(-1);
  if (last) cursor.position = { kind: 'after', sequenceNumber: last.sequenceNumber };
  cursor.iterator = answer.NextShardIterator;
  cursor.pace = faster(cursor.pace);
  cursor.failures = 0;
  return {
    records,
    continuation: last?.sequenceNumber,
    millisBehind: answer.MillisBehindLatest ?? 0,
    childShards: knownChildren(answer.ChildShards),
    ended: answer.NextShardIterator === undefined,
    receivedAt,
    release: hold.release,
  };
}

/** Decides when to ask again; throws what asking again would not mend. */
function recover({ clock, random, log }: PollingOptions, cursor: Cursor, error: unknown): void {
  const isExpired = nameOf(error) === 'ExpiredIteratorException';
  if (!isExpired && !isTransient(error)) throw error;
  cursor.failures += 1;
  if (isExpired) cursor.iterator = undefined;
  if (isThrottle(error)) {
    cursor.pace = slower(cursor.pace);
    const now = clock.now();
    cursor.dueAt = nextPollAt(cursor.pace, { scheduledAt: now, startedAt: now, millisBehind: 0 });
  } else if (isExpired && cursor.failures === 1) {
    cursor.dueAt = clock.now();
  } else {
    cursor.dueAt = clock.now() + backoffMs(cursor.failures, BACKOFF, random);
  }
  log.debug('shard not read', { error: nameOf(error), failures: cursor.failures });
}

async function takeIterator(
  options: PollingOptions,
  { position, failures }: Cursor,
  signal: AbortSignal,
): Promise<string> {
  const { Type, SequenceNumber, Timestamp } = startingPosition(position);
  const command = new GetShardIteratorCommand({
    ...options.stream,
    ShardId: options.shardId,
    ShardIteratorType: Type,
    ...(SequenceNumber === undefined ? {} : { StartingSequenceNumber: SequenceNumber }),
    ...(Timestamp === undefined ? {} : { Timestamp }),
  });
  const call = (abort: { readonly abortSignal: AbortSignal }) =>
    options.client.send(command, abort);
  const { ShardIterator } = await ask(call, options, signal, failures);
  if (ShardIterator === undefined) throw new Error('GetShardIterator gave no iterator');
  options.onLive();
  return ShardIterator;
}

function getRecords(
  { client, clock }: PollingOptions,
  iterator: string,
  failures: number,
  signal: AbortSignal,
): Promise<GetRecordsOutput> {
  const command = new GetRecordsCommand({ ShardIterator: iterator });
  return ask((abort) => client.send(command, abort), { clock }, signal, failures);
}
