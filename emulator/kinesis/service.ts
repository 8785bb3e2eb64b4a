import type { ServiceOptions } from '../service-options.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { jsonService, type JsonService } from '../wire/aws-json.ts';
import type { MemberTypes } from '../wire/cbor/write-cbor.ts';
import { kinesisActions } from './actions/index.ts';
import { channels } from './channels.ts';
import { KINESIS_DELAYS, type KinesisDelays } from './delays.ts';
import { keptKinesis, type KeptKinesis } from './kept-kinesis.ts';
import type { Metric } from './limits/metrics.ts';
import { RecordMemory } from './records/record-memory.ts';
import { Kinesis } from './state.ts';

export { KINESIS_DELAYS, type KinesisDelays } from './delays.ts';

export interface KinesisOptions extends ServiceOptions {
  readonly delays?: Partial<KinesisDelays>;
  /** Whether calls, records and bytes are counted as AWS counts them, and refused; true by default. */
  readonly hasLimits?: boolean;
  /** What records may take in memory; older ones are in a file. */
  readonly memoryBytes?: number | undefined;
  /** Where it outlives the process; absent: nowhere. */
  readonly folder?: DataFolder | undefined;
}

export interface KinesisService {
  readonly json: JsonService;
  /** Ends open subscriptions, as if their time were up. */
  readonly close: () => Promise<void>;
  /** What was refused, under CloudWatch's names. */
  readonly metrics: () => readonly Metric[];
}

/** Unless it is told otherwise. */
const MEMORY_BYTES = 256 * 1_048_576;

/** Kinesis Data Streams for one account in one region, in memory and perhaps in a folder too. */
export function createKinesis(options: KinesisOptions): KinesisService {
  const { kinesis, actions, close } = made(options);
  const json = jsonService({
    name: 'kinesis',
    targetPrefix: 'Kinesis_20131202',
    actions,
    service: kinesis,
    // As on AWS: Kinesis shows the value that it refuses.
    echoesValues: true,
    cborTypes: CBOR_TYPES,
    log: options.log,
  });
  return {
    json,
    close: async () => {
      kinesis.close();
      await close();
      kinesis.memory.close();
    },
    metrics: () => kinesis.metrics.list(),
  };
}

function made(options: KinesisOptions): KeptKinesis {
  const { folder, hasLimits = true, memoryBytes = MEMORY_BYTES, log } = options;
  const actions = [...kinesisActions, ...channels];
  const memory = new RecordMemory({
    maxBytes: memoryBytes,
    folder: folder && (() => folder.sub('spilled')),
    log,
  });
  const rules = { delays: { ...KINESIS_DELAYS.fast, ...options.delays }, hasLimits, memory };
  if (folder) return keptKinesis(options, rules, actions, folder);
  return { kinesis: new Kinesis(options, rules), actions, close: () => Promise.resolve() };
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
