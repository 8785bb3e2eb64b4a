import type { LabRecord } from '#pipeline/record.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Consumer, InRecord } from '../client/consumer.ts';
import type { Alert, FraudDetector } from './detector.ts';

export interface RunFraudOptions {
  readonly consumer: Pick<Consumer<LabRecord>, 'run'>;
  readonly detector: FraudDetector;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For the books: called before the record is judged. */
  readonly onRecord: (record: InRecord<LabRecord>, seenAt: number) => void;
  readonly onAlert: (alert: Alert) => void;
}

/** Feeds the detector until the signal aborts or the consumer gives up. */
export function runFraud(options: RunFraudOptions): Promise<void> {
  const { consumer, detector, clock, signal, onRecord, onAlert } = options;
  return consumer.run(
    {
      batch({ records }) {
        const seenAt = clock.now();
        for (const record of records) {
          onRecord(record, seenAt);
          const alert = detector.observe(record.data);
          if (alert !== undefined) onAlert(alert);
        }
      },
    },
    { signal },
  );
}
