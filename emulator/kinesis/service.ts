import type { ServiceOptions } from '../service-options.ts';
import { jsonService, type JsonService } from '../wire/aws-json.ts';
import { kinesisActions } from './actions/index.ts';
import { channels } from './channels.ts';
import { KINESIS_DELAYS, type KinesisDelays } from './delays.ts';
import { Kinesis } from './state.ts';

export type { KinesisDelays } from './delays.ts';

export interface KinesisOptions extends ServiceOptions {
  readonly delays?: Partial<KinesisDelays>;
}

export interface KinesisService {
  readonly json: JsonService;
  /** Ends open subscriptions, as if their time were up. */
  readonly close: () => void;
}

/** Kinesis Data Streams, in memory, for one account in one region. */
export function createKinesis({ delays = {}, ...options }: KinesisOptions): KinesisService {
  const kinesis = new Kinesis(options, { ...KINESIS_DELAYS.fast, ...delays });
  const json = jsonService({
    name: 'kinesis',
    targetPrefix: 'Kinesis_20131202',
    actions: [...kinesisActions, ...channels],
    service: kinesis,
    // As on AWS: Kinesis shows the value that it refuses.
    echoesValues: true,
    log: options.log,
  });
  return { json, close: () => kinesis.close() };
}
