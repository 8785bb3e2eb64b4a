import type { Consumer } from '../consumer.ts';
import { changedTooOften } from '../settings-errors.ts';
import type { Shard } from '../shard.ts';
import type { Stream } from '../stream.ts';
import { CallCounts, type CallRate } from './call-rates.ts';
import { perDay, type DailyOperation } from './daily-quotas.ts';
import * as errors from './limit-errors.ts';
import type { Metrics } from './metrics.ts';
import { TokenBucket } from './token-bucket.ts';

const KINESIS = 'AWS/Kinesis';
const USAGE = 'AWS/Usage';

/** As on AWS: of each consumer and shard. */
const FAN_OUT_BYTES_PER_SECOND = 2 * 1_048_576;

/**
 * Refuses what is too much, in AWS's words, and counts each refusal under CloudWatch's name. What is
 * too much is decided by the deciders beside this file. Off, it refuses nothing.
 */
export class Limits {
  #isOn: boolean;
  readonly #account: string;
  readonly #metrics: Metrics;
  readonly #calls = new CallCounts();

  constructor(isOn: boolean, account: string, metrics: Metrics) {
    this.#isOn = isOn;
    this.#account = account;
    this.#metrics = metrics;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Off while that is done. */
  liftWhile(work: () => void): void {
    const before = this.#isOn;
    this.#isOn = false;
    try {
      work();
    } finally {
      this.#isOn = before;
    }
  }

  /** Whether the shard takes a record of so many bytes now. */
  admitsWrite(stream: Stream, shard: Shard, bytes: number, now: number): boolean {
    if (!this.isOn || shard.limits.takeWrite(bytes, now)) return true;
    this.#countShard('WriteProvisionedThroughputExceeded', stream, shard, now);
    return false;
  }

  checkWrite(stream: Stream, shard: Shard, bytes: number, now: number): void {
    if (!this.admitsWrite(stream, shard, bytes, now)) throw errors.shardRateExceeded(shard, stream);
  }

  checkRead(stream: Stream, shard: Shard, now: number): void {
    if (!this.isOn || shard.limits.takeRead(now)) return;
    this.#countShard('ReadProvisionedThroughputExceeded', stream, shard, now);
    throw errors.shardRateExceeded(shard, stream);
  }

  /** Unverified: that it counts among the reads that were refused. */
  checkIterator(stream: Stream, shard: Shard, now: number): void {
    if (!this.isOn || shard.limits.takeIterator(now)) return;
    this.#countShard('ReadProvisionedThroughputExceeded', stream, shard, now);
    throw errors.shardRateExceeded(shard, stream);
  }

  admitsSubscribe(stream: Stream, consumer: Consumer, shard: Shard, now: number): boolean {
    if (!this.isOn || consumer.takeCall(shard.index, now)) return true;
    this.#metrics.count(KINESIS, 'SubscribeToShard.RateExceeded', {
      StreamName: stream.name,
      ConsumerName: consumer.name,
    });
    return false;
  }

  /** What a subscription may push; undefined if that is all. */
  fanOutBudget(): TokenBucket | undefined {
    return this.isOn ? new TokenBucket(FAN_OUT_BYTES_PER_SECOND) : undefined;
  }

  /** `streamName` is the one that the call names, if it names one. */
  checkCall(rate: CallRate, streamName: string | undefined, now: number): void {
    if (!this.isOn || this.#calls.take(rate, streamName ?? '', now)) return;
    const { operation: Resource } = rate;
    this.#metrics.count(USAGE, 'ThrottleCount', { Service: 'Kinesis', Type: 'API', Resource });
    throw errors.callRateExceeded(this.#account, streamName);
  }

  /** Of what may succeed so often in 24 hours. */
  checkDaily(operation: DailyOperation, stream: Stream, now: number): void {
    if (!this.isOn || stream.quotas.take(operation, now)) return;
    throw changedTooOften(operation, stream, perDay(operation));
  }

  /** As on AWS: of a shard by itself only where enhanced monitoring was enabled. */
  #countShard(name: string, stream: Stream, { id: ShardId }: Shard, now: number): void {
    const StreamName = stream.name;
    this.#metrics.count(KINESIS, name, { StreamName });
    const isEnhanced = stream.settings.shardLevelMetrics.at(now).includes(name);
    if (isEnhanced) this.#metrics.count(KINESIS, name, { StreamName, ShardId });
  }
}
