import type { InRecord } from '#consumers/client/consumer.ts';
import { createFraudDetector, type Alert } from '#consumers/fraud/detector.ts';
import { runFraud } from '#consumers/fraud/run-fraud.ts';
import { createMonitoring } from '#consumers/monitoring/monitoring.ts';
import { runMonitoring } from '#consumers/monitoring/run-monitoring.ts';
import type { Ledger } from '#pipeline/ledger.ts';
import type { LabRecord } from '#pipeline/record.ts';
import type { ConsumerStatus } from '#pipeline/status.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import { ConsumerWatch } from './consumer-watch.ts';
import { checkpointStore, labConsumer, type LabConsumerOptions } from './lab-consumer.ts';
import { ManagedConsumer } from './managed-consumer.ts';
import { MissingWatch } from './missing-watch.ts';

/** Of the lab's own polling consumer, at the tip. */
export const POLL_EVERY_MS = 1_000;

/** One of the lab's consumers, with its subject, and what it has to tell. */
export interface Reader {
  readonly name: string;
  readonly consumer: ManagedConsumer;
  readonly latency: LatencyHistogram;
  readonly watch: ConsumerWatch;
}

type Options = Omit<LabConsumerOptions, 'name' | 'read'> & { readonly ledger: Ledger };

/** `consumer-1` polls, and keeps windows of totals. */
export function startMonitoringReader(options: Options): Reader {
  const { clock, topology } = options;
  const name = topology.consumers.monitoring;
  return startReader({ ...options, name, read: 'polling' }, 'monitoring', (reader) => {
    const { onRecord, watch } = reader;
    return (consumer, signal) =>
      runMonitoring({
        consumer,
        monitoring: createMonitoring(),
        clock,
        signal,
        onRecord,
        onClosed: (window) => watch.onWindow(window),
      });
  });
}

/** `consumer-2` is pushed to, and looks for fraud. */
export function startFraudReader(options: Options, onAlert: (alert: Alert) => void): Reader {
  const { clock, topology } = options;
  const name = topology.consumers.fraud;
  return startReader({ ...options, name, read: 'efo' }, 'fraud', ({ onRecord, watch }) => {
    return (consumer, signal) =>
      runFraud({
        consumer,
        detector: createFraudDetector(),
        clock,
        signal,
        onRecord,
        onAlert: (alert) => {
          watch.onAlert(alert);
          onAlert(alert);
        },
      });
  });
}

interface Told {
  readonly watch: ConsumerWatch;
  readonly onRecord: (record: InRecord<LabRecord>, seenAt: number) => void;
}

/** A consumer that keeps its place in the state bucket and enters what it sees in the books. */
function startReader(
  options: LabConsumerOptions & { readonly ledger: Ledger },
  subject: ConsumerStatus['subject'],
  runFor: (told: Told) => ConstructorParameters<typeof ManagedConsumer>[0]['run'],
): Reader {
  const { name, read, clock, ledger } = options;
  const latency = new LatencyHistogram();
  const missing = new MissingWatch(ledger, name);
  const watch = new ConsumerWatch({
    name,
    subject,
    read,
    pollEveryMs: POLL_EVERY_MS,
    clock,
    latency: () => latency,
    now: () => ({
      ...ledger.seenBy(name),
      missingSince: missing.since(clock.now()),
      state: consumer.state,
      slowMs: consumer.slowMs,
      lag: consumer.lag(),
    }),
  });
  const onRecord = (record: InRecord<LabRecord>, seenAt: number): void => {
    const { data, arrivedAt } = record;
    const arrived = arrivedAt.getTime();
    ledger.seen(name, data);
    ledger.arrived(data, arrived);
    latency.record(seenAt - arrived);
    watch.onRecord(record, seenAt);
  };
  const consumer = new ManagedConsumer({
    clock,
    store: checkpointStore(options),
    create: (store) => labConsumer(options, store),
    run: runFor({ watch, onRecord }),
  });
  return { name, consumer, latency, watch };
}
