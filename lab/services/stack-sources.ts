import { Ledger } from '#pipeline/ledger.ts';
import { isForeign } from '#pipeline/record.ts';
import type {
  BucketStatus,
  ConsumerStatus,
  FirehoseStatus,
  PipelineSources,
  ProducerStatus,
  StreamStatus,
} from '#pipeline/status.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import { BucketAudit } from '../bucket/audit-bucket.ts';
import {
  FirehoseEstimate,
  hintsOf,
  type FirehoseEstimateOptions,
} from '../page/firehose-estimate.ts';
import { hourBefore } from '../bucket/hour-before.ts';
import { latencyTold } from '../latency-told.ts';
import type { ServiceName, ServiceUrls } from '../settings/service-urls.ts';
import { streamStatus } from '../page/stream-status.ts';
import { remoteStatus, type RemoteStatus } from './remote-status.ts';
import type { ServiceScope } from './service-scope.ts';

export interface StackSourcesOptions extends Pick<
  ServiceScope,
  'kinesis' | 's3' | 'clock' | 'topology' | 'log'
> {
  readonly services: ServiceUrls;
  /** Of a Firehose that is none of the services. */
  readonly basis: FirehoseEstimateOptions['basis'];
}

/** What a lab of separate services shows: what each says when asked, and what AWS's own calls tell. */
export function stackSources(options: StackSourcesOptions): PipelineSources {
  const { kinesis, clock, topology, services, basis } = options;
  const remote = <Status extends object>(name: ServiceName): RemoteStatus<Status> | undefined => {
    const url = services[name];
    return url === undefined ? undefined : remoteStatus<Status>({ url, clock });
  };
  const producer = remote<ProducerStatus>('producer');
  const consumers = CONSUMERS.map(([role, subject]) => {
    const name = topology.consumers[role];
    const told = remote<ConsumerStatus>(name as ServiceName);
    const status = (): ConsumerStatus => told?.last() ?? unheard(name, subject);
    const source = async (): Promise<ConsumerStatus> => {
      const heard = (await told?.source(0)) ?? unheard(name, subject);
      return { ...heard, workers: told?.workers() ?? 0 };
    };
    return { status, source };
  });
  const firehose = remote<FirehoseStatus>('firehose');
  const estimate = new FirehoseEstimate({ ...hintsOf(topology), basis });
  const bucket = new BucketWatch(options, estimate);
  const estimated = async (since: number): Promise<FirehoseStatus> =>
    estimate.status(since, {
      now: clock.now(),
      producer: producer?.last(),
      consumers: consumers.map(({ status }) => status()),
      bucket: bucket.audit.status(),
    });
  return {
    clock: async () => ({ now: clock.now(), speed: 1, isPaused: false }),
    stream: orLast(() => streamStatus(kinesis, topology.stream), {
      name: topology.stream,
      shards: [],
    }),
    producer: producer?.source,
    consumers: consumers.map(({ source }) => source),
    firehose: firehose?.source ?? estimated,
    bucket: async () => bucket.status(),
    holderOf: async (id) => bucket.audit.holderOf(id),
  };
}

const CONSUMERS = [
  ['monitoring', 'monitoring'],
  ['fraud', 'fraud'],
] as const;

/** A consumer that has not answered yet. */
const unheard = (name: string, subject: ConsumerStatus['subject']): ConsumerStatus => ({
  isAway: true,
  name,
  subject,
  read: 'polling',
  pollEveryMs: 0,
  state: 'starting',
  slowMs: 0,
  received: 0,
  duplicates: 0,
  outOfOrder: 0,
  foreign: 0,
  latency: latencyTold(new LatencyHistogram()),
  shards: [],
  stride: 1,
  samples: [],
  windows: [],
  alerts: [],
});

/** A stream that cannot be described at this moment is shown as it was. */
function orLast(
  describe: () => Promise<StreamStatus>,
  nothing: StreamStatus,
): PipelineSources['stream'] {
  let last = nothing;
  return async () => {
    last = await describe().catch(() => last);
    return last;
  };
}

/** A list of the bucket costs its server some, so it is not asked for with every tick. */
const LIST_EVERY_MS = 2_000;

/** Looks into the bucket while somebody asks. */
class BucketWatch {
  readonly audit: BucketAudit;
  readonly #options: StackSourcesOptions;
  #listedAt = 0;
  #isWhole = false;
  #isListing = false;

  constructor(options: StackSourcesOptions, estimate: FirehoseEstimate) {
    this.#options = options;
    this.audit = new BucketAudit({
      s3: options.s3,
      bucket: options.topology.bucket,
      ledger: new Ledger(),
      isByListing: true,
      // The stream's stamp is not in the object; the record's own is.
      arrivalOf: (record) => (isForeign(record) ? undefined : record.producedAt),
      onOpened: (object) => estimate.opened(object),
    });
  }

  status(): BucketStatus {
    const { clock, log } = this.#options;
    if (!this.#isListing && clock.now() - this.#listedAt >= LIST_EVERY_MS) {
      this.#isListing = true;
      this.#list()
        .catch((error: unknown) => log.warn('bucket not read', { error: String(error) }))
        .finally(() => (this.#isListing = false));
    }
    return this.audit.status();
  }

  /** The whole bucket once; then what is new. */
  async #list(): Promise<void> {
    const { clock } = this.#options;
    const from = this.#isWhole ? hourBefore(this.#listedAt) : undefined;
    this.#listedAt = clock.now();
    await this.audit.readAll(from);
    this.#isWhole = true;
  }
}
