import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Consumer } from '#consumers/client/consumer.ts';
import type { InRecord } from '#consumers/client/record.ts';
import { createFraudDetector, type Alert } from '#consumers/fraud/detector.ts';
import { runFraud } from '#consumers/fraud/run-fraud.ts';
import { scoreAlerts, type AlertScore, type PlantedRecord } from '#consumers/fraud/score-alerts.ts';
import { createMonitoring, type Monitoring } from '#consumers/monitoring/monitoring.ts';
import { runMonitoring } from '#consumers/monitoring/run-monitoring.ts';
import { Ledger } from '#pipeline/ledger.ts';
import { recordCodec, type LabRecord } from '#pipeline/record.ts';
import type { Topology } from '#pipeline/topology.ts';
import { createProducer } from '#producer/client/producer.ts';
import type { Input } from '#producer/inputs/input.ts';
import { produce } from '#producer/produce.ts';
import type { Clock } from '#runtime/clock.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import type { InputChoice } from './choose-input.ts';
import { labConsumer } from './lab-consumer.ts';
import { RefusedLines } from './refused-lines.ts';

export interface TrafficOptions {
  readonly kinesis: KinesisClient;
  /** For SubscribeToShard alone, where that takes another client. */
  readonly fanOut?: KinesisClient;
  readonly s3: S3Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly topology: Topology;
  readonly input: InputChoice;
  readonly onAlert: (alert: Alert) => void;
}

/** The lab's own producer and its two consumers, and what they have to tell. */
export interface Traffic {
  readonly inputName: string;
  readonly ledger: Ledger;
  readonly latency: {
    /** From the making of a record to its arrival on the stream. */
    readonly produced: LatencyHistogram;
    /** From the arrival on the stream to the consumer of that name. */
    readonly consumers: ReadonlyMap<string, LatencyHistogram>;
  };
  readonly refused: RefusedLines;
  readonly monitoring: Monitoring;
  readonly fraudScore: () => AlertScore;
  /** Resolves when the input has ended or was stopped, and every record's fate is known. */
  readonly produced: Promise<void>;
  readonly stopProducing: () => Promise<void>;
  /** Stops the producer, then the consumers, which store how far they are. */
  readonly close: () => Promise<void>;
}

/** Starts both consumers, and the producer once they are ready to see its first record. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { clock, random, topology, onAlert } = options;
  const runId = Buffer.from(random.fork('run').bytes(3)).toString('hex');
  const ledger = new Ledger(runId);
  const produced = new LatencyHistogram();
  const refused = new RefusedLines();
  const planted: PlantedRecord[] = [];
  const alerts: Alert[] = [];

  const readers = [
    startReader(options, ledger, topology.consumers.monitoring, 'polling'),
    startReader(options, ledger, topology.consumers.fraud, 'efo'),
  ] as const;
  const stop = new AbortController();
  const monitoring = createMonitoring();
  const consuming = startConsuming(readers, { clock, monitoring, signal: stop.signal }, (alert) => {
    alerts.push(alert);
    onAlert(alert);
  });
  await Promise.race([Promise.all(readers.map(({ consumer }) => consumer.ready())), consuming]);

  const producing = new AbortController();
  const input = options.input({ clock, random: random.fork('input') });
  const production = startProducing(options, {
    input,
    runId,
    signal: producing.signal,
    ledger,
    produced,
    refused,
    planted,
  });

  const stopProducing = (): Promise<void> => {
    producing.abort();
    return production;
  };
  return {
    inputName: input.name,
    ledger,
    latency: {
      produced,
      consumers: new Map(readers.map(({ name, latency }) => [name, latency])),
    },
    refused,
    monitoring,
    fraudScore: () => scoreAlerts(planted, alerts),
    produced: production,
    stopProducing,
    close: async () => {
      await stopProducing();
      stop.abort();
      await consuming;
    },
  };
}

interface Consuming {
  readonly clock: Clock;
  readonly monitoring: Monitoring;
  readonly signal: AbortSignal;
}

/** Hands each reader's records to its consumer's subject; resolves when the signal has ended both. */
function startConsuming(
  [first, second]: readonly [Reader, Reader],
  { clock, monitoring, signal }: Consuming,
  onAlert: (alert: Alert) => void,
): Promise<unknown> {
  return Promise.all([
    runMonitoring({
      consumer: first.consumer,
      monitoring,
      clock,
      signal,
      onRecord: first.onRecord,
    }),
    runFraud({
      consumer: second.consumer,
      detector: createFraudDetector(),
      clock,
      signal,
      onRecord: second.onRecord,
      onAlert,
    }),
  ]);
}

interface Production {
  readonly input: Input;
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly ledger: Ledger;
  readonly produced: LatencyHistogram;
  readonly refused: RefusedLines;
  readonly planted: PlantedRecord[];
}

/** Puts the input on the stream, and enters the fate of each record in the books. */
async function startProducing(
  { kinesis, clock, random, topology }: TrafficOptions,
  { input, runId, signal, ledger, produced, refused, planted }: Production,
): Promise<void> {
  const producer = createProducer<LabRecord>({
    stream: topology.stream,
    client: kinesis,
    codec: recordCodec,
    clock,
    random: random.fork('producer'),
  });
  await produce({
    input,
    producer,
    clock,
    runId,
    signal,
    onPut: (record, receipt, truth) => {
      ledger.acknowledged(record);
      produced.record(receipt.latencyMs);
      if (truth !== undefined) {
        planted.push({ recordId: record.id, truth, eventAt: record.eventAt });
      }
    },
    onFailed: () => ledger.gaveUp(),
    onRefused: (line) => refused.add(line),
  });
}

interface Reader {
  readonly name: string;
  readonly consumer: Consumer<LabRecord>;
  readonly latency: LatencyHistogram;
  readonly onRecord: (record: InRecord<LabRecord>, seenAt: number) => void;
}

/** A consumer that keeps its place in the state bucket and enters what it sees in the books. */
function startReader(
  options: TrafficOptions,
  ledger: Ledger,
  name: string,
  read: 'polling' | 'efo',
): Reader {
  const latency = new LatencyHistogram();
  const consumer = labConsumer({ ...options, name, read });
  return {
    name,
    consumer,
    latency,
    onRecord: ({ data, arrivedAt }, seenAt) => {
      const arrived = arrivedAt.getTime();
      ledger.seen(name, data);
      ledger.arrived(data, arrived);
      latency.record(seenAt - arrived);
    },
  };
}
