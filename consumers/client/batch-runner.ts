import { backoffMs } from '#runtime/retry.ts';
import { BatchError, describeError } from './errors.ts';
import { afterFailure, type Piece } from './failure-policy.ts';
import { giveUp, unblock } from './give-up.ts';
import type { Handler } from './options.ts';
import type { Batch, ReceivedRecord } from './record.ts';
import { RETRY_BACKOFF, type Outcome, type ShardWork } from './shard-work.ts';
import { unlessAborted } from './wait.ts';

/** Records that were decoded, ready for the handler. */
export interface Decoded<T> {
  readonly records: readonly ReceivedRecord<T>[];
  readonly millisBehind: number;
}

/**
 * Gets a batch through the handler, whatever it takes: tries again, cuts, gives up on single records
 * as the failure policy says. 'stopped' leaves the rest of it undone.
 */
export async function runBatch<T>(work: ShardWork<T>, batch: Decoded<T>): Promise<Outcome> {
  let pieces: readonly Piece[] = [{ from: 0, to: batch.records.length, failures: 0 }];
  for (let piece = pieces[0]; piece; piece = pieces[0]) {
    if (work.stop.aborted) return 'stopped';
    const result = await attempt(work, batch, piece);
    if (result === 'stopped') return 'stopped';
    if (result === 'done') {
      pieces = pieces.slice(1);
      unblock(work);
      continue;
    }
    const next = await dealWith(work, batch, pieces, result.error);
    if (next === 'stopped') return 'stopped';
    pieces = next;
  }
  return 'done';
}

type Attempt = Outcome | { readonly error: unknown };

/** One call of the handler with one piece, or one for each of its records. */
async function attempt<T>(work: ShardWork<T>, batch: Decoded<T>, piece: Piece): Promise<Attempt> {
  const part = recordsOf(batch, piece);
  work.notes.pendingSince = part[0]?.arrivedAt.getTime();
  try {
    const outcome = await unlessAborted(callHandler(work, part, batch.millisBehind), work.deadline);
    if (outcome !== 'done') return 'stopped';
  } catch (error) {
    return { error };
  }
  const last = part.at(-1);
  if (last) work.done(last);
  return 'done';
}

const recordsOf = <T>(
  { records }: Decoded<T>,
  { from, to }: Piece,
): readonly ReceivedRecord<T>[] =>
  from === 0 && to === records.length ? records : records.slice(from, to);

async function callHandler<T>(
  work: ShardWork<T>,
  part: readonly ReceivedRecord<T>[],
  millisBehind: number,
): Promise<Outcome> {
  const { handler } = work;
  if ('batch' in handler) {
    for (const record of part) record.attempt += 1;
    await handler.batch(batchOf(work, part, millisBehind));
    return 'done';
  }
  return eachOf(work, handler, part);
}

/** Synchronous handlers cost no promise for each record. */
async function eachOf<T>(
  work: ShardWork<T>,
  handler: Extract<Handler<T>, { readonly each: unknown }>,
  part: readonly ReceivedRecord<T>[],
): Promise<Outcome> {
  const context = { signal: work.deadline, epoch: work.epoch };
  for (const record of part) {
    if (work.stop.aborted) return 'stopped';
    record.attempt += 1;
    try {
      const pending = handler.each(record, context);
      if (pending) await pending;
    } catch (error) {
      throw new BatchError(record, error);
    }
    work.done(record);
  }
  return 'done';
}

const batchOf = <T>(
  work: ShardWork<T>,
  records: readonly ReceivedRecord<T>[],
  millisBehindLatest: number,
): Batch<T> => ({
  shardId: work.shardId,
  records,
  millisBehindLatest,
  epoch: work.epoch,
  signal: work.deadline,
  commit: async (upTo) => {
    const record = upTo === undefined ? records.at(-1) : records.find((r) => r === upTo);
    if (!record) throw new RangeError('only a record of the batch can be committed');
    await work.commit(record);
  },
  [Symbol.iterator]: () => records[Symbol.iterator](),
});

/** What is left of the batch after the first piece failed, once it is time to go on. */
async function dealWith<T>(
  work: ShardWork<T>,
  { records }: Decoded<T>,
  before: readonly Piece[],
  thrown: unknown,
): Promise<readonly Piece[] | 'stopped'> {
  const failure = explain(records, before, thrown);
  keepDone(work, records, before, failure.at);
  // It cannot be tried again now, and one try is no reason to give up on it.
  if (work.stop.aborted) return 'stopped';

  const { at, error } = failure;
  const ageMs = ageOf(records[at ?? before[0]?.from ?? 0], work.clock.now());
  const { pieces, verdict } = afterFailure(before, { at, ageMs }, work.rules);
  work.log.debug('batch failed', { verdict: verdict.kind, error: describeError(error) });
  if (verdict.kind === 'cut') return pieces;
  if (verdict.kind === 'wait') {
    const waitMs = backoffMs(verdict.failures, RETRY_BACKOFF, work.random);
    await work.clock.sleep(waitMs, work.stop);
    return work.stop.aborted ? 'stopped' : pieces;
  }
  return giveUpFirst(work, records, pieces, error);
}

async function giveUpFirst<T>(
  work: ShardWork<T>,
  records: readonly ReceivedRecord<T>[],
  pieces: readonly Piece[],
  error: unknown,
): Promise<readonly Piece[] | 'stopped'> {
  const [given, ...rest] = pieces;
  if (!given) return pieces;
  const outcome = await giveUp(work, records.slice(given.from, given.to), given, error);
  if (outcome === 'stopped') return 'stopped';
  return outcome === 'passed' ? rest : pieces;
}

/** What the handler got through before the record it named is done, whatever becomes of the rest. */
function keepDone<T>(
  work: ShardWork<T>,
  records: readonly ReceivedRecord<T>[],
  [piece]: readonly Piece[],
  at: number | undefined,
): void {
  const lastDone = at === undefined || at === piece?.from ? undefined : records[at - 1];
  if (lastDone) work.done(lastDone);
}

const ageOf = (record: ReceivedRecord<unknown> | undefined, now: number): number =>
  record ? now - record.arrivedAt.getTime() : 0;

/** Which record failed, if the handler said so, and of what. */
function explain<T>(
  records: readonly ReceivedRecord<T>[],
  [piece]: readonly Piece[],
  thrown: unknown,
): { readonly at: number | undefined; readonly error: unknown } {
  if (!(thrown instanceof BatchError)) return { at: undefined, error: thrown };
  const at = records.findIndex((r) => r.sequenceNumber === thrown.at.sequenceNumber);
  const isInPiece = piece !== undefined && at >= piece.from && at < piece.to;
  return { at: isInPiece ? at : undefined, error: thrown.cause ?? thrown };
}
