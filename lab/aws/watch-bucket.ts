import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';

export interface BucketWatch {
  /** Opens what has come since. */
  readonly readBucket: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** A list of the bucket costs a little; the shortest interval is seldom. */
const LOOK_EVERY_MS = 15_000;

/** Opens objects as they come, so that a report after hours need not read hours. What fails is tried again. */
export async function watchBucket({ readBucket, clock, log, signal }: BucketWatch): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) return;
    try {
      await readBucket();
    } catch (error) {
      log.warn('bucket not read', { error: String(error) });
    }
  }
}
