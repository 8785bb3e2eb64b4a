import { backoffMs } from '#runtime/retry.ts';
import { describeError, PoisonRecordError } from './errors.ts';
import { recordId } from './record.ts';
import { RETRY_BACKOFF, type Hopeless, type Outcome, type ShardWork } from './shard-work.ts';

/** 'again': it stays in the way and is to be tried once more. */
export async function giveUp<T>(
  work: ShardWork<T>,
  records: readonly Hopeless[],
  { failures }: { readonly failures: number },
  error: unknown,
): Promise<'passed' | 'again' | 'stopped'> {
  const { deadLetter, otherwise, clock, random, stop } = work;
  const [first] = records;
  if (!first) return 'passed';
  if (!deadLetter) {
    const id = recordId(work.origin, first.sequenceNumber);
    if (otherwise === 'halt') throw new PoisonRecordError(id, error);
    block(work, first, error);
    await clock.sleep(backoffMs(failures, RETRY_BACKOFF, random), stop);
    return stop.aborted ? 'stopped' : 'again';
  }
  for (const record of records) {
    const outcome = await bury(work, record, { failures, error });
    if (outcome === 'stopped') return 'stopped';
  }
  return 'passed';
}

/** The dead letter first, then the shard may pass the record. Until that has worked, it is blocked. */
async function bury<T>(
  work: ShardWork<T>,
  record: Hopeless,
  { failures, error }: { readonly failures: number; readonly error: unknown },
): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    try {
      await work.deadLetter?.put(work.deadRecord(record, failures, error));
      break;
    } catch (refusal) {
      block(work, record, refusal);
    }
    await work.clock.sleep(backoffMs(tries, RETRY_BACKOFF, work.random), work.stop);
    if (work.stop.aborted) return 'stopped';
  }
  work.log.warn('record given to the dead letters', {
    sequenceNumber: record.sequenceNumber,
    error: describeError(error),
  });
  work.done(record);
  unblock(work);
  return 'done';
}

/** Says so once for each record that stands in the way. */
function block<T>(work: ShardWork<T>, record: Hopeless, error: unknown): void {
  const { notes, clock, log } = work;
  const isNews = notes.blocked?.sequenceNumber !== record.sequenceNumber;
  const since = isNews ? clock.now() : (notes.blocked?.since ?? clock.now());
  notes.blocked = {
    sequenceNumber: record.sequenceNumber,
    since,
    error: describeError(error),
  };
  notes.pendingSince = record.arrivedAt.getTime();
  if (isNews) log.error('shard blocked by a record', { ...notes.blocked });
}

export function unblock<T>({ notes, log }: ShardWork<T>): void {
  if (!notes.blocked) return;
  log.info('shard no longer blocked', { sequenceNumber: notes.blocked.sequenceNumber });
  notes.blocked = undefined;
}
