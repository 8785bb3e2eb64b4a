import type { Account } from './arn.ts';
import type { BillingCommitment } from './billing-commitment.ts';
import * as errors from './errors.ts';
import type { Limits } from './limits/limits.ts';
import { tooManyOnDemandStreams } from './settings-errors.ts';
import type { Stream } from './stream.ts';

/** As on AWS: so many at once may be in CREATING. */
const MAX_CREATING = 5;

/** As on AWS: of each stream, without and with On-demand Advantage. */
const MAX_CONSUMERS = { standard: 20, advantage: 50 } as const;

/** As on AWS: the default quota of an account. */
export const MAX_ON_DEMAND_STREAMS = 50;

const LARGE_REGIONS = new Set(['us-east-1', 'us-west-2', 'eu-west-1']);

/** As on AWS: the default quota of provisioned shards. Unverified: 1,000 or 6,000 in a small region. */
const shardLimitIn = (region: string): number => (LARGE_REGIONS.has(region) ? 20_000 : 6_000);

/** As on AWS: an on-demand stream takes up to 10 GB/s in a large region, and 200 MB/s elsewhere. */
const onDemandShardsIn = (region: string): number => (LARGE_REGIONS.has(region) ? 10_000 : 200);

export interface AccountUsage {
  readonly shardLimit: number;
  readonly provisionedShards: number;
  readonly onDemandStreams: number;
}

export interface QuotasOptions {
  readonly of: Account;
  readonly commitment: BillingCommitment;
  readonly streams: () => readonly Stream[];
  /** While they are off, any number may be in CREATING; all else counts always. */
  readonly limits: Limits;
}

/** How many of everything an account may have; each check throws an AwsError for one too many. */
export class Quotas {
  readonly #options: QuotasOptions;

  constructor(options: QuotasOptions) {
    this.#options = options;
  }

  /** Of one stream. */
  get maxOnDemandShards(): number {
    return onDemandShardsIn(this.#options.of.region);
  }

  usage(now: number): AccountUsage {
    const { of, streams } = this.#options;
    const isOnDemand = (stream: Stream): boolean => stream.settings.mode.at(now) === 'ON_DEMAND';
    const all = streams();
    return {
      shardLimit: shardLimitIn(of.region),
      provisionedShards: all
        .filter((stream) => !isOnDemand(stream))
        .reduce((sum, stream) => sum + stream.shardCount(now), 0),
      onDemandStreams: all.filter(isOnDemand).length,
    };
  }

  checkShards(additional: number, now: number): void {
    const { provisionedShards: current, shardLimit: limit } = this.usage(now);
    if (current + additional > limit) {
      throw errors.shardLimitExceeded(this.#options.of, { current, limit, additional });
    }
  }

  checkOnDemandStream(now: number): void {
    if (this.usage(now).onDemandStreams < MAX_ON_DEMAND_STREAMS) return;
    throw tooManyOnDemandStreams(this.#options.of.account, MAX_ON_DEMAND_STREAMS);
  }

  checkCreatingStream(now: number): void {
    const { of, streams } = this.#options;
    if (this.#mayCreate(streams(), now)) return;
    throw errors.tooManyStreamsCreating(of.account, MAX_CREATING);
  }

  checkConsumer(stream: Stream, now: number): void {
    const consumers = stream.consumers(now);
    const { commitment } = this.#options;
    const limit = MAX_CONSUMERS[commitment.isEnabled(now) ? 'advantage' : 'standard'];
    if (consumers.length >= limit) throw errors.consumerLimitExceeded(stream, limit);
    if (this.#mayCreate(consumers, now)) return;
    throw errors.tooManyConsumersCreating(stream, MAX_CREATING);
  }

  #mayCreate(all: readonly { status: (now: number) => string }[], now: number): boolean {
    const creating = all.filter((one) => one.status(now) === 'CREATING').length;
    return creating < MAX_CREATING || !this.#options.limits.isOn;
  }
}
