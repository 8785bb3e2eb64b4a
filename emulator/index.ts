import type { AwsConnection, RequestHandler } from '#runtime/aws.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import type { Steering } from '#runtime/scaled-clock.ts';
import { clockEndpoints } from './control/clock.ts';
import { faultEndpoints } from './control/faults.ts';
import { createControl } from './control/index.ts';
import { metricsEndpoint } from './control/metrics.ts';
import { Faults } from './faults/faults.ts';
import {
  createFirehose,
  FIREHOSE_DELAYS,
  type Delivery,
  type DeliveryStreamStatus,
  type FirehoseDelays,
} from './firehose/service.ts';
import { createIam } from './iam/service.ts';
import { createKinesis, KINESIS_DELAYS, type KinesisDelays } from './kinesis/service.ts';
import { firehoseStateFiles } from './firehose/state-files.ts';
import { ObjectFiles } from './s3/object-files.ts';
import { createS3 } from './s3/service.ts';
import type { DataFolder } from './store/data-folder.ts';
import { createSts } from './sts/service.ts';
import { createDispatch } from './wire/dispatch.ts';
import { withFaults } from './faults/with-faults.ts';
import type { WireHandler, WireRequest, WireResponse } from './wire/http.ts';
import { InFlight } from './wire/in-flight.ts';
import { inProcessHandler } from './wire/in-process.ts';

export { createFirehoseEndpoint } from './firehose-endpoint.ts';
export type { FirehoseState, StoredDeliveryStream } from './firehose/service.ts';
export { FAULT_KINDS } from './faults/kinds.ts';
export { lastInstant } from './kinesis/journal-keeper.ts';
export { openDataFolder, type DataFolder } from './store/data-folder.ts';
export { PortInUse } from './wire/port-in-use.ts';
export { makeCertificate, type Certificate } from './wire/tls/certificate.ts';
export { startServer, type Server, type ServerOptions } from './wire/server.ts';
export type { Delivery, DeliveryStreamStatus, WireHandler, WireRequest, WireResponse };

interface Delays {
  readonly profile?: 'fast' | 'aws';
  readonly kinesis?: Partial<KinesisDelays>;
  readonly firehose?: Partial<FirehoseDelays>;
}

export interface EmulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly region?: string;
  /** 12 digits. */
  readonly account?: string;
  readonly onDelivery?: (delivery: Delivery) => void;
  /** Lets programs steer the clock at `/_kinlab/clock`. */
  readonly steering?: Steering | undefined;
  /** Answers a request in the emulator's place, as a fault would; undefined lets it pass. */
  readonly intercept?: ((request: WireRequest) => WireResponse | undefined) | undefined;
  /** How long changes take: our own short times, AWS's, or others where they are named. */
  readonly delays?: Delays | undefined;
  /** Whether too many calls, records and bytes are refused, as on AWS; `on` by default. */
  readonly limits?: 'on' | 'off' | undefined;
  /** Where everything outlives the process; absent: nowhere. Opened and released by the caller. */
  readonly data?: DataFolder | undefined;
  /** What records may take in memory, 256 MiB by default; older ones are in a file until they age out. */
  readonly memoryBytes?: number | undefined;
}

export interface Emulator {
  readonly handle: WireHandler;
  /** Whether requests are in flight, open pushes aside: what a virtual clock must wait for. */
  readonly isBusy: () => boolean;
  /** Requests so far. */
  readonly requests: () => number;
  readonly faults: Faults;
  /** Lets an AWS SDK client call the emulator in process. */
  readonly requestHandler: RequestHandler;
  readonly firehose: {
    readonly statuses: () => readonly DeliveryStreamStatus[];
    readonly deliveries: () => readonly Delivery[];
  };
  /** Goes on with the delivery streams that the data folder holds; to be called once, first. */
  readonly restore: () => Promise<void>;
  /** Stops delivery and ends subscriptions; what is in a Firehose buffer stays there. */
  readonly close: () => Promise<void>;
}

/** Kinesis, Firehose, S3 and a little STS and IAM behind one function from request to response. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const { clock, random, log, region = 'us-east-1', account = '000000000000', data } = options;
  const profile = options.delays?.profile ?? 'fast';
  const shared = { clock, log, region, account };
  const inFlight = new InFlight();
  const requestHandler = inProcessHandler((request) => handle(request), inFlight);

  const kinesis = createKinesis({
    ...shared,
    random: random.fork('kinesis'),
    delays: { ...KINESIS_DELAYS[profile], ...options.delays?.kinesis },
    hasLimits: options.limits !== 'off',
    memoryBytes: options.memoryBytes,
    folder: data,
  });
  const { files, keeping } = keptIn(data);
  const s3 = createS3({ ...shared, random: random.fork('s3'), files });
  const own = { region, requestHandler, credentials: CREDENTIALS };
  // As on AWS: Firehose is a client of the other two, and has no other way to them.
  const firehose = createFirehose({
    ...shared,
    random: random.fork('firehose'),
    kinesis: own,
    s3: own,
    delays: { ...FIREHOSE_DELAYS[profile], ...options.delays?.firehose },
    track: inFlight.track,
    keeping,
    ...(options.onDelivery && { onDelivery: options.onDelivery }),
  });
  const faults = new Faults(clock, random.fork('faults'));
  const dispatch = createDispatch({
    jsonServices: [kinesis.json, firehose.json],
    s3: s3.handle,
    queryServices: [
      createSts({ account, log }),
      createIam({ ...shared, random: random.fork('iam') }),
    ],
    serviceNames: ['kinesis', 'firehose', 's3', 'sts', 'iam'],
    random: random.fork('requests'),
    log,
  });
  const control = createControl([
    metricsEndpoint(kinesis.metrics),
    ...clockEndpoints({ clock, steering: options.steering, requests: () => inFlight.begun }),
    ...faultEndpoints(faults),
  ]);
  const faulty = withFaults(dispatch, faults, log);
  const answer = intercepted(faulty, options.intercept);
  // Not in flight: a step of the clock waits until nothing is.
  const handle: WireHandler = (request) => control(request) ?? inFlight.track(answer(request));

  return {
    handle,
    isBusy: () => inFlight.isBusy,
    requests: () => inFlight.begun,
    faults,
    requestHandler,
    firehose: { statuses: firehose.statuses, deliveries: firehose.deliveries },
    restore: () => firehose.restore(),
    close: () => firehose.close().then(kinesis.close).then(s3.close),
  };
}

/** What `intercept` answers is answered; the rest is handed on. */
const intercepted =
  (handle: WireHandler, intercept: EmulatorOptions['intercept']): WireHandler =>
  (request) => {
    const answered = intercept?.(request);
    return answered ? Promise.resolve(answered) : handle(request);
  };

/** Where S3 and Firehose keep what outlives the process. */
const keptIn = (data: DataFolder | undefined) => ({
  files: data && new ObjectFiles(data.sub('s3'), data.fsync),
  keeping: data && firehoseStateFiles(data.sub('firehose'), data.fsync),
});

/** Nothing here verifies them, but the SDK wants to sign. */
const CREDENTIALS: NonNullable<AwsConnection['credentials']> = {
  accessKeyId: 'test',
  secretAccessKey: 'test',
};
