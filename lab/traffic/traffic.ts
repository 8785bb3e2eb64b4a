import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Alert } from '#consumers/fraud/detector.ts';
import { scoreAlerts, type AlertScore, type PlantedRecord } from '#consumers/fraud/score-alerts.ts';
import { Ledger } from '#pipeline/ledger.ts';
import { recordCodec, type LabRecord } from '#pipeline/record.ts';
import type { Tuning } from '#pipeline/status.ts';
import type { Topology } from '#pipeline/topology.ts';
import { createProducer } from '#producer/client/producer.ts';
import type { InputItem } from '#producer/inputs/input.ts';
import { produce } from '#producer/produce.ts';
import type { Clock } from '#runtime/clock.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import type { InputChoice } from './choose-input.ts';
import { injectedInput, type InjectedInput } from './injected-input.ts';
import { ProducerWatch } from './producer-watch.ts';
import { startFraudReader, startMonitoringReader, type Reader } from './readers.ts';
import { RefusedLines } from './refused-lines.ts';
import { Tuner } from './tuning.ts';

export interface TrafficOptions {
  readonly kinesis: KinesisClient;
  /** For SubscribeToShard alone, where that takes another client. */
  readonly fanOut?: KinesisClient;
  readonly s3: S3Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly topology: Topology;
  /** Of both consumers in their groups; host and process if not given. */
  readonly workerId?: string;
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
  readonly producer: ProducerWatch;
  readonly readers: readonly Reader[];
  /** Puts these on the stream beside what the input yields. */
  readonly inject: (items: readonly InputItem[]) => void;
  /** Changes what the input yields from now on. */
  readonly tune: (change: Partial<Tuning>) => void;
  readonly fraudScore: () => AlertScore;
  /** Resolves when the input has ended or was stopped, and every record's fate is known. */
  readonly produced: Promise<void>;
  readonly stopProducing: () => Promise<void>;
  /** Stops the producer, then the consumers, which store how far they are. */
  readonly close: () => Promise<void>;
}

/** Starts both consumers, and the producer once they are ready to see its first record. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { clock, random, onAlert } = options;
  const runId = Buffer.from(random.fork('run').bytes(3)).toString('hex');
  const ledger = new Ledger(runId);
  const planted: PlantedRecord[] = [];
  const alerts: Alert[] = [];

  const readers = [
    startMonitoringReader({ ...options, ledger }),
    startFraudReader({ ...options, ledger }, (alert) => {
      alerts.push(alert);
      onAlert(alert);
    }),
  ];
  await Promise.race([
    Promise.all(readers.map(({ consumer }) => consumer.ready())),
    ...readers.map(({ consumer }) => consumer.failed),
  ]);

  const producing = new AbortController();
  const tuner = new Tuner(clock);
  const source = options.input({ clock: tuner.clock, random: random.fork('input') });
  const input = injectedInput(source, (item) => tuner.apply(item));
  const refused = new RefusedLines();
  const { producer, production, latency } = startProducing(options, {
    input,
    tuner,
    runId,
    signal: producing.signal,
    ledger,
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
      produced: latency,
      consumers: new Map(readers.map((reader) => [reader.name, reader.latency])),
    },
    refused,
    producer,
    readers,
    inject: input.inject,
    tune: (change) => tuner.tune(change),
    fraudScore: () => scoreAlerts(planted, alerts),
    produced: production,
    stopProducing,
    close: async () => {
      await stopProducing();
      await Promise.all(readers.map(({ consumer }) => consumer.close()));
    },
  };
}

interface Production {
  readonly input: InjectedInput;
  readonly tuner: Tuner;
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly ledger: Ledger;
  readonly refused: RefusedLines;
  readonly planted: PlantedRecord[];
}

/** Puts the input on the stream, and enters the fate of each record in the books. */
function startProducing(
  { kinesis, clock, random, topology }: TrafficOptions,
  { input, tuner, runId, signal, ledger, refused, planted }: Production,
) {
  const latency = new LatencyHistogram();
  const producer = createProducer<LabRecord>({
    stream: topology.stream,
    client: kinesis,
    codec: recordCodec,
    clock,
    random: random.fork('producer'),
  });
  const watch = new ProducerWatch({
    input: input.name,
    clock,
    latency: () => latency,
    count: () => ({ put: ledger.put, failed: ledger.failed, refused: refused.count }),
    stats: () => producer.stats(),
    tuning: () => tuner.tuning,
  });
  const production = produce({
    input,
    producer,
    clock,
    runId,
    signal,
    onPut: (record, receipt, truth) => {
      ledger.acknowledged(record);
      latency.record(receipt.latencyMs);
      watch.onPut(record, receipt);
      if (truth !== undefined) {
        planted.push({ recordId: record.id, truth, eventAt: record.eventAt });
      }
    },
    onFailed: () => ledger.gaveUp(),
    onRefused: (line) => refused.add(line),
  });
  return { producer: watch, production: production.then(() => {}), latency };
}
