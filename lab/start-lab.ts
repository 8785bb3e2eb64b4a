import type { FirehoseClient } from '@aws-sdk/client-firehose';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  startServer,
  type Delivery,
  type Emulator,
  type EmulatorOptions,
  type Server,
  type ServerOptions,
  type WireRequest,
  type WireResponse,
} from '#emulator/index.ts';
import type { Alert } from '#consumers/fraud/detector.ts';
import { provision } from '#pipeline/provision.ts';
import type { PipelineSources } from '#pipeline/status.ts';
import { defaultTopology, type Topology } from '#pipeline/topology.ts';
import { firehoseClient, kinesisClient, s3Client, type RequestHandler } from '#runtime/aws.ts';
import { systemClock, type Clock } from '#runtime/clock.ts';
import { silentLog, type Log } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import type { Steering } from '#runtime/scaled-clock.ts';
import { BucketAudit } from './bucket/audit-bucket.ts';
import type { InputChoice } from './traffic/choose-input.ts';
import { environmentFor, LOCAL_CREDENTIALS, LOCAL_REGION, LOCAL_WORKER_ID } from './environment.ts';
import { clockAfter, openData, type DataChoice } from './open-data.ts';
import { labEmulator } from './lab-emulator.ts';
import { labTime, type LabTime, type TimeChoice } from './lab-time.ts';
import { buildReport, type Report } from './report/report.ts';
import { labSources } from './page/lab-sources.ts';
import { labStatus, type LabStatus } from './status.ts';
import { startTraffic, type Traffic } from './traffic/traffic.ts';

export interface LabOptions extends TimeChoice {
  /** Of the AWS endpoint on 127.0.0.1; 0, the default, takes any that is free. */
  readonly port?: number;
  /** With a certificate, TLS is spoken on the same port. */
  readonly tls?: ServerOptions['tls'];
  /** Makes input, keys and identifiers repeatable. */
  readonly seed?: number;
  /** Names and numbers that differ from the lab's own (stream `events`, 2 shards, 60 s, 1 MiB, …). */
  readonly topology?: Partial<Topology>;
  /** With an input, a producer and both consumers run; without, the lab waits for your own. */
  readonly input?: InputChoice;
  /** Whether too many calls, records and bytes are refused, as on AWS; `on` by default. */
  readonly limits?: 'on' | 'off';
  /** How long changes take: our own short times, AWS's, or others where they are named. */
  readonly delays?: EmulatorOptions['delays'];
  readonly log?: Log;
  /** A folder in which everything outlives the process; with `fsync` also the loss of power. */
  readonly data?: DataChoice | undefined;
  /** What records may take in memory (256 MiB by default); older ones are in a file until they age out. */
  readonly memoryBytes?: number | undefined;
  readonly onDelivery?: (delivery: Delivery) => void;
  readonly onAlert?: (alert: Alert) => void;
  /** Answers a request in AWS's place, so that a test can see what a fault does. */
  readonly intercept?: (request: WireRequest) => WireResponse | undefined;
}

export interface Lab {
  /** `http://127.0.0.1:PORT`: HTTP/1.1 and HTTP/2 cleartext. */
  readonly endpoint: string;
  /** What an AWS client in another process needs to reach this lab. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly seed: number;
  readonly speed: number;
  readonly topology: Topology;
  /** Clients of this lab that need no socket. */
  readonly kinesis: KinesisClient;
  readonly firehose: FirehoseClient;
  readonly s3: S3Client;
  /** Lets any other AWS SDK client in this process do without a socket too. */
  readonly requestHandler: RequestHandler;
  /** Lets lab time pass: at once on a virtual clock, by waiting on the others. */
  readonly advance: (ms: number) => Promise<void>;
  /** The lab's own producer and consumers, if it was started with an input. */
  readonly traffic: Traffic | undefined;
  /** Pause, step and speed of a clock that was started with a speed; undefined for the others. */
  readonly steering: Steering | undefined;
  /** Moves a paused clock to the next instant at which AWS is called; false if there is none. */
  readonly step: () => Promise<boolean>;
  /** Calls of AWS so far. */
  readonly requests: () => number;
  /** What each part tells about itself. */
  readonly sources: PipelineSources;
  readonly faults: Emulator['faults'];
  readonly status: () => LabStatus;
  /** The books and latencies so far, from what the consumers received and what is in the bucket. */
  readonly report: () => Promise<Report>;
  /** Ends producer, consumers, Firehose and server, in this order. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/** The whole lab in one process: a stream, Firehose and a bucket, and if wanted a producer and two consumers. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { seed = 1, log = silentLog, port = 0, tls, input, onAlert = () => {} } = options;
  const random = seededRandom(seed);
  const isBusy = { check: () => false };
  const data = await openData(options.data);
  const time = labTime(options, clockAfter(data, systemClock), () => isBusy.check());
  const { clock, until } = time;

  const audit = { opened: (_delivery: Delivery): void => {} };
  const emulator = labEmulator(options, {
    data,
    clock,
    random: random.fork('emulator'),
    log,
    steering: time.steering,
    onDelivery: (delivery) => audit.opened(delivery),
  });
  isBusy.check = emulator.isBusy;
  const closeEmulator = async (): Promise<void> => {
    await until(emulator.close());
    data?.release();
    time.stop();
  };
  const { handle } = emulator;
  const server = await orUndo(closeEmulator, async () => {
    await until(emulator.restore());
    return startServer({ handle, port, log, tls });
  });
  const clients = clientsOf(emulator);
  const close = async (): Promise<void> => {
    await until(emulator.close());
    await server.close();
    data?.release();
    time.stop();
  };
  const wanted = { ...defaultTopology, ...options.topology };
  const provisioning = { ...clients, clock, topology: wanted };
  const topology = await orUndo(close, () => until(provision(provisioning)));

  const startedAt = clock.now();
  const scope = { ...clients, clock, random, log, topology };
  const traffic = input && startTraffic({ ...scope, input, onAlert, workerId: LOCAL_WORKER_ID });
  const running = traffic && (await until(traffic));
  const bucket = new BucketAudit({
    s3: clients.s3,
    bucket: topology.bucket,
    ledger: running?.ledger,
  });
  audit.opened = (delivery) => bucket.open(delivery);

  return labOf({
    time,
    topology,
    seed,
    emulator,
    server,
    clients,
    startedAt,
    traffic: running,
    bucket,
    close,
  });
}

interface LabParts {
  readonly time: LabTime;
  readonly topology: Topology;
  readonly seed: number;
  readonly emulator: Emulator;
  readonly server: Server;
  readonly clients: ReturnType<typeof clientsOf>;
  readonly startedAt: number;
  readonly traffic: Traffic | undefined;
  readonly bucket: BucketAudit;
  readonly close: () => Promise<void>;
}

function labOf(parts: LabParts): Lab {
  const { time, topology, seed, emulator, server, clients, startedAt, traffic, bucket } = parts;
  const { clock, until, speed } = time;
  const firehose = () =>
    emulator.firehose.statuses().find(({ name }) => name === topology.deliveryStream);
  const report = async () =>
    buildReport({
      target: 'embedded',
      speed,
      seed,
      seconds: (clock.now() - startedAt) / 1_000,
      topology,
      traffic,
      firehose: firehose(),
      deliveries: emulator.firehose.deliveries(),
      bucket,
    });
  return {
    endpoint: server.endpoint,
    env: environmentFor(server.endpoint),
    clock,
    seed,
    speed,
    topology,
    ...clients,
    requestHandler: emulator.requestHandler,
    advance: time.advance,
    traffic,
    steering: time.steering,
    requests: emulator.requests,
    step: async () => {
      const before = emulator.requests();
      return (await time.steering?.step(() => emulator.requests() > before)) ?? false;
    },
    sources: labSources({ ...parts, ...clients, clock, steering: time.steering }),
    faults: emulator.faults,
    status: () => labStatus({ clock, startedAt, traffic, firehose: firehose(), bucket }),
    report: () => until(report()),
    stop: once(async () => {
      await until(traffic?.close() ?? Promise.resolve());
      await parts.close();
      for (const client of Object.values(clients)) client.destroy();
    }),
  };
}

function clientsOf({ requestHandler }: Emulator) {
  const connection = { region: LOCAL_REGION, requestHandler, credentials: LOCAL_CREDENTIALS };
  return {
    kinesis: kinesisClient(connection),
    firehose: firehoseClient(connection),
    s3: s3Client(connection),
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}

/** What fails leaves nothing behind that would keep the process alive. */
async function orUndo<T>(undo: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await undo();
    throw error;
  }
}
