import type { Ledger } from '#pipeline/ledger.ts';
import type { Topology } from '#pipeline/topology.ts';
import type { Clock } from '#runtime/clock.ts';
import { S3_PLACE } from '../bucket/audit-bucket.ts';
import { drain } from '../drain.ts';
import { formatDuration } from '../settings/duration.ts';
import type { LabStatus } from '../status.ts';
import { counted } from '../terminal/status-line.ts';
import type { DrainScope } from '../watched-lab.ts';

export interface AwsDrain extends DrainScope {
  readonly status: () => LabStatus;
  /** Opens what has come since. */
  readonly readBucket: () => Promise<void>;
  readonly ledger: Ledger;
  readonly topology: Topology;
  readonly clock: Clock;
}

const LOOK_EVERY_MS = 5_000;
/** After the interval has passed: for the upload, and for a Firehose that is late. */
const PATIENCE_MS = 120_000;

/**
 * Waits until both consumers have everything that was put, and then, unless asked to hurry, until
 * everything is in the bucket, or its interval has long passed.
 */
export async function drainOnAws(options: AwsDrain): Promise<void> {
  const { status, signal, say, clock, topology } = options;
  await drain({ lab: { status }, signal, say });
  const dueMs = topology.bufferSeconds * 1_000;
  const giveUpAt = clock.now() + dueMs + PATIENCE_MS;
  let isTold = false;
  while (!signal.aborted && clock.now() < giveUpAt) {
    const waiting = await notDelivered(options);
    if (waiting === 0) return;
    if (!isTold) {
      say(
        `Producing has ended: ${counted(waiting, 'record')} with AWS's Firehose, ` +
          `for ${formatDuration(dueMs)} at most; Ctrl-C reports at once.`,
      );
    }
    isTold = true;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

async function notDelivered({ readBucket, ledger }: AwsDrain): Promise<number> {
  await readBucket();
  return ledger.tally(S3_PLACE).missing;
}
