import { systemClock } from '#runtime/clock.ts';
import { formatDuration } from './settings/duration.ts';
import type { Lab } from './start-lab.ts';
import { counted } from './terminal/status-line.ts';
import type { LabStatus } from './status.ts';

const LOOK_EVERY_MS = 20;
/** Real time without any progress after which waiting has no sense: the report will name what is missing. */
const PATIENCE_MS = 30_000;

type Watched = Pick<Lab, 'status'>;

export interface DrainOptions {
  readonly lab: Watched;
  /** Aborted: do not wait for the buffer to fall due. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/**
 * Waits until everything that was put has reached both consumers and Firehose, and then, unless asked
 * to hurry, until Firehose's last buffer has fallen due.
 */
export async function drain({ lab, signal, say }: DrainOptions): Promise<void> {
  await untilStill(lab, hasArrived);
  const { firehose } = lab.status();
  if (signal.aborted || !firehose || firehose.buffered.records === 0) return;
  say(`Producing has ended. ${lastBuffer(lab.status())}; Ctrl-C reports at once.`);
  await untilStill(lab, (status) => signal.aborted || status.firehose?.buffered.records === 0);
}

/** Every consumer and Firehose have what was put. */
const hasArrived = ({ put, consumers, firehose }: LabStatus): boolean =>
  consumers.every(({ behind }) => behind === 0) && (firehose?.received ?? put) >= put;

const lastBuffer = ({ firehose, now }: LabStatus): string => {
  const { records = 0, dueAt = now } = firehose?.buffered ?? {};
  return `The last buffer (${counted(records, 'record')}) falls due in ${formatDuration(Math.max(0, dueAt - now))}`;
};

/** Returns when `isDone`, or when nothing has changed for too long and no buffer is about to fall due. */
async function untilStill(lab: Watched, isDone: (status: LabStatus) => boolean): Promise<void> {
  let progress = '';
  let lastChange = systemClock.now();
  for (;;) {
    const status = lab.status();
    if (isDone(status)) return;
    const now = progressOf(status);
    if (now !== progress) {
      progress = now;
      lastChange = systemClock.now();
    }
    const isDueLater = (status.firehose?.buffered.dueAt ?? 0) > status.now;
    if (!isDueLater && systemClock.now() - lastChange > PATIENCE_MS) return;
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}

const progressOf = ({ put, consumers, firehose }: LabStatus): string =>
  [
    put,
    ...consumers.map(({ received }) => received),
    firehose?.received,
    firehose?.delivered,
  ].join();
