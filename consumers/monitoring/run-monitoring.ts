import type { LabRecord } from '#pipeline/record.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Consumer, InRecord } from '../client/consumer.ts';
import type { Monitoring } from './monitoring.ts';
import type { ClosedWindow } from './window.ts';

export interface RunMonitoringOptions {
  readonly consumer: Pick<Consumer<LabRecord>, 'run' | 'lag'>;
  readonly monitoring: Monitoring;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For the books: called before the record is counted. */
  readonly onRecord: (record: InRecord<LabRecord>, seenAt: number) => void;
  readonly onClosed?: (window: ClosedWindow) => void;
}

/** How often windows are closed by the clock while nothing comes. */
const TICK_MS = 1_000;

/** Feeds the monitoring until the signal aborts or the consumer gives up. */
export async function runMonitoring(options: RunMonitoringOptions): Promise<void> {
  const { consumer, monitoring, clock, signal, onRecord, onClosed } = options;
  const publish = (windows: readonly ClosedWindow[]): void => {
    if (onClosed) for (const window of windows) onClosed(window);
  };

  const stopTicking = new AbortController();
  const ticking = tick(stopTicking.signal, clock, () => {
    // Only a consumer that has caught up knows that nothing comes; another has just not read it yet.
    if (consumer.lag().maxMillisBehind === 0) publish(monitoring.advanceTo(clock.now()));
  });
  try {
    await consumer.run(
      {
        batch({ records }) {
          const seenAt = clock.now();
          for (const record of records) {
            onRecord(record, seenAt);
            monitoring.observe(record.data);
          }
          publish(monitoring.advanceTo(seenAt));
        },
      },
      { signal },
    );
  } finally {
    stopTicking.abort();
    await ticking;
    publish(monitoring.close());
  }
}

async function tick(signal: AbortSignal, clock: Clock, onTick: () => void): Promise<void> {
  while (!signal.aborted) {
    onTick();
    await clock.sleep(TICK_MS, signal);
  }
}
