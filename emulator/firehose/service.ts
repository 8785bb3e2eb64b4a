import { kinesisClient, s3Client, type AwsConnection } from '#runtime/aws.ts';
import type { ServiceOptions } from '../service-options.ts';
import { jsonService, type JsonService } from '../wire/aws-json.ts';
import { actions } from './actions/index.ts';
import type { Track } from './compress.ts';
import { Firehose, type FirehoseDelays } from './firehose.ts';
import { forgetfulState, type FirehoseState } from './state.ts';
import type { Delivery, DeliveryStreamStatus } from './status.ts';

export type { FirehoseDelays } from './firehose.ts';
export type { FirehoseState, StoredDeliveryStream } from './state.ts';
export type { Delivery, DeliveryStreamStatus } from './status.ts';

export interface FirehoseServiceOptions extends ServiceOptions {
  /** Where the streams and the buckets are: the emulated ones in process, or anything that speaks AWS. */
  readonly kinesis: AwsConnection;
  readonly s3: AwsConnection;
  readonly delays?: Partial<FirehoseDelays>;
  readonly onDelivery?: (delivery: Delivery) => void;
  /** Is given the work that a virtual clock cannot see: compressing bodies above 2 MiB. */
  readonly track?: Track;
  /** Where delivery streams outlive the process; absent: they do not. */
  readonly keeping?: FirehoseState | undefined;
}

export interface FirehoseService {
  readonly json: JsonService;
  /** Goes on with what is kept. */
  readonly restore: () => Promise<void>;
  /** Of every delivery stream, in alphabetical order. */
  readonly statuses: () => readonly DeliveryStreamStatus[];
  /** The newest 10,000, oldest first. */
  readonly deliveries: () => readonly Delivery[];
  /** Stops all delivery; buffers stay in the books as buffered. */
  readonly close: () => Promise<void>;
}

/** Ours, and what was recorded on AWS (23.9 s and 23.4 s in March 2026). */
export const FIREHOSE_DELAYS = {
  fast: { createMs: 50, deleteMs: 50 },
  aws: { createMs: 20_000, deleteMs: 20_000 },
} as const satisfies Readonly<Record<string, FirehoseDelays>>;

/** The emulated Data Firehose: a client of Kinesis and S3, as on AWS. */
export function createFirehose(options: FirehoseServiceOptions): FirehoseService {
  const { log } = options;
  const kinesis = kinesisClient(options.kinesis);
  const s3 = s3Client(options.s3);
  const firehose = new Firehose({
    ...options,
    kinesis,
    s3,
    random: options.random.fork('firehose'),
    delays: { ...FIREHOSE_DELAYS.fast, ...options.delays },
    track: options.track ?? ((work) => work),
    keeping: options.keeping ?? forgetfulState,
    onDelivery: options.onDelivery ?? (() => {}),
  });

  return {
    json: jsonService({
      name: 'firehose',
      targetPrefix: 'Firehose_20150804',
      actions,
      service: firehose,
      echoesValues: false,
      log,
    }),
    restore: () => firehose.restore(),
    statuses: () => firehose.statuses(),
    deliveries: () => firehose.deliveries(),
    close: async () => {
      await firehose.close();
      kinesis.destroy();
      s3.destroy();
    },
  };
}
