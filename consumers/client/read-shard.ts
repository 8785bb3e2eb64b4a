import { backoffMs } from '#runtime/retry.ts';
import { isStop } from './ask.ts';
import { isSuspect } from './aws-errors.ts';
import { runBatch } from './batch-runner.ts';
import { describeError } from './errors.ts';
import { giveUp } from './give-up.ts';
import type { KnownShard } from './plan-shards.ts';
import { prefetch } from './prefetch.ts';
import { ReceivedRecord, type RawRecord } from './record.ts';
import type { RetentionGuard } from './retention-guard.ts';
import type { ShardCheckpoint } from './shard-checkpoint.ts';
import type { Chunk, Position, ShardSource } from './shard-source.ts';
import { RETRY_BACKOFF, type Outcome, type ShardWork } from './shard-work.ts';
import { ABORTED, unlessAborted } from './wait.ts';

export interface ShardReading<T> {
  readonly work: ShardWork<T>;
  readonly source: ShardSource;
  readonly checkpoint: ShardCheckpoint;
  readonly from: Position;
  readonly retention: RetentionGuard;
  /** Writes down the children, then that this shard is done; false: it is still open after all. */
  readonly finish: (children: readonly KnownShard[]) => Promise<boolean>;
  /**
   * Finds out why AWS knows the stream, shard or position no more; whether to try again. Throws what
   * there is no way around.
   */
  readonly investigate: (error: unknown, failures: number) => Promise<boolean>;
}

/** Reads one shard from where it was left to its end, or until told to stop. */
export async function readShard<T>(reading: ShardReading<T>): Promise<Outcome> {
  const { work, checkpoint } = reading;
  let position = reading.from;
  for (let failures = 0; !work.stop.aborted;) {
    const before = checkpoint.sequenceNumber;
    try {
      const from = await reading.retention.openAt(position, checkpoint.handledUntil);
      const outcome = await readFrom(reading, from);
      if (outcome !== 'reopen') return outcome;
    } catch (error) {
      if (isStop(error, work.stop)) return 'stopped';
      if (!isSuspect(error)) throw error;
      failures = checkpoint.sequenceNumber === before ? failures + 1 : 1;
      if (!(await reading.investigate(error, failures))) return 'stopped';
      await work.clock.sleep(backoffMs(failures, RETRY_BACKOFF, work.random), work.stop);
    }
    const { sequenceNumber } = checkpoint;
    if (sequenceNumber !== undefined) position = { kind: 'after', sequenceNumber };
  }
  return 'stopped';
}

/** Before a shard that claims to be at its end but is not is read again. */
const REOPEN_AFTER_MS = 1_000;

async function readFrom<T>(
  { work, source, checkpoint, retention, finish }: ShardReading<T>,
  position: Position,
): Promise<Outcome | 'reopen'> {
  for await (const chunk of prefetch(source, position, work.stop)) {
    try {
      work.notes.millisBehind = chunk.millisBehind;
      retention.see(chunk, checkpoint.sequenceNumber);
      if ((await handleChunk(work, chunk)) === 'stopped') return 'stopped';
    } finally {
      work.notes.pendingSince = undefined;
      chunk.release();
    }
    checkpoint.handledAllUntil(chunk.receivedAt - chunk.millisBehind);
    if (chunk.ended) {
      const finished = await unlessAborted(finish(chunk.childShards), work.stop);
      if (finished === ABORTED) return 'stopped';
      if (finished) return 'done';
      work.log.warn('shard ended although it is open');
      await work.clock.sleep(REOPEN_AFTER_MS, work.stop);
      return 'reopen';
    }
  }
  return work.stop.aborted ? 'stopped' : 'reopen';
}

async function handleChunk<T>(
  work: ShardWork<T>,
  { records, millisBehind }: Chunk,
): Promise<Outcome> {
  for (let next = 0; next < records.length;) {
    const decoded = decode(work, records, next);
    if (decoded.records.length > 0) {
      if ((await runBatch(work, { ...decoded, millisBehind })) === 'stopped') return 'stopped';
      next += decoded.records.length;
    }
    if (decoded.bad) {
      const outcome = await giveUpUndecodable(work, decoded.bad);
      if (outcome === 'stopped') return 'stopped';
      // Otherwise it is decoded once more: a record is passed only when it is done.
      if (outcome === 'passed') next += 1;
    }
  }
  return 'done';
}

interface Undecodable {
  readonly record: RawRecord;
  readonly error: unknown;
}

/** The next batch: as many records as it may hold, or up to one that cannot be decoded. */
function decode<T>(
  { codec, origin, maxRecords }: ShardWork<T>,
  raws: readonly RawRecord[],
  from: number,
): { readonly records: ReceivedRecord<T>[]; readonly bad?: Undecodable } {
  const records: ReceivedRecord<T>[] = [];
  const to = Math.min(raws.length, from + maxRecords);
  for (let index = from; index < to; index++) {
    const raw = raws[index];
    if (!raw) break;
    try {
      records.push(new ReceivedRecord(origin, raw, codec.decode(raw.data)));
    } catch (error) {
      return { records, bad: { record: raw, error } };
    }
  }
  return { records };
}

/** Trying again would not mend it, so it counts as tried often enough. */
function giveUpUndecodable<T>(
  work: ShardWork<T>,
  { record, error }: Undecodable,
): Promise<'passed' | 'again' | 'stopped'> {
  work.log.debug('record not decoded', { error: describeError(error) });
  const { data: raw, ...rest } = record;
  return giveUp(work, [{ ...rest, raw }], { failures: work.rules.attempts }, error);
}
