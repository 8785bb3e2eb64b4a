import type { ServiceOptions } from '../service-options.ts';
import { jsonService, type JsonService } from '../wire/aws-json.ts';
import type { MemberTypes } from '../wire/cbor/write-cbor.ts';
import { kinesisActions } from './actions/index.ts';
import { channels } from './channels.ts';
import { KINESIS_DELAYS, type KinesisDelays } from './delays.ts';
import type { Metric } from './limits/metrics.ts';
import { Kinesis } from './state.ts';

export { KINESIS_DELAYS, type KinesisDelays } from './delays.ts';

export interface KinesisOptions extends ServiceOptions {
  readonly delays?: Partial<KinesisDelays>;
  /** Whether calls, records and bytes are counted as AWS counts them, and refused; true by default. */
  readonly hasLimits?: boolean;
}

export interface KinesisService {
  readonly json: JsonService;
  /** Ends open subscriptions, as if their time were up. */
  readonly close: () => void;
  /** What was refused, under CloudWatch's names. */
  readonly metrics: () => readonly Metric[];
}

/** Kinesis Data Streams, in memory, for one account in one region. */
export function createKinesis(options: KinesisOptions): KinesisService {
  const { hasLimits = true } = options;
  const delays = { ...KINESIS_DELAYS.fast, ...options.delays };
  const kinesis = new Kinesis(options, { delays, hasLimits });
  const json = jsonService({
    name: 'kinesis',
    targetPrefix: 'Kinesis_20131202',
    actions: [...kinesisActions, ...channels],
    service: kinesis,
    // As on AWS: Kinesis shows the value that it refuses.
    echoesValues: true,
    cborTypes: CBOR_TYPES,
    log: options.log,
  });
  return { json, close: () => kinesis.close(), metrics: () => kinesis.metrics.list() };
}

/** Of the service's model, whether or not an action that answers with it is here. */
const CBOR_TYPES: MemberTypes = {
  Data: 'blob',
  ApproximateArrivalTimestamp: 'instant',
  ConsumerCreationTimestamp: 'instant',
  StreamCreationTimestamp: 'instant',
  StartedAt: 'instant',
  EndedAt: 'instant',
  EarliestAllowedEndAt: 'instant',
};
