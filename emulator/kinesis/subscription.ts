import type { Clock } from '#runtime/clock.ts';
import type { AwsError } from '../errors.ts';
import type { StreamEvent } from '../wire/action.ts';
import { jsonText } from '../wire/json-text.ts';
import { describeChild } from './describe.ts';
import { Alarm, Doorbell } from './doorbell.ts';
import { MAX_RECORDS, readShard, type ShardRead } from './read-shard.ts';
import type { TokenBucket } from './limits/token-bucket.ts';
import { formatSequenceNumber } from './sequence-number.ts';
import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

/** As on AWS. */
const LIFE_MS = 300_000;

/** As on AWS (second-hand): an idle subscription hears of its position about this often. */
const IDLE_MS = 5_000;

/** Ours: how much one event carries. */
const MAX_EVENT_BYTES = 1_048_576;

export interface SubscriptionOptions {
  readonly clock: Clock;
  readonly stream: Stream;
  readonly shard: Shard;
  /** Where the first event begins. */
  readonly position: number;
  /** Aborts when the client has gone away. */
  readonly signal: AbortSignal;
  /** How many bytes it may push; undefined: any number. */
  readonly budget?: TokenBucket | undefined;
}

/** What to do now: send an event, perhaps as the last one, or wait for news until an instant. */
type Step =
  | { readonly do: 'send'; readonly read: ShardRead }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'end' };

/**
 * One consumer's subscription to one shard: pushes records as they are put.
 *
 * As on AWS: it ends by itself, cleanly, after five minutes; an idle one sends an empty event about
 * every five seconds; the continuation number moves on without data; the last event of a closed
 * shard carries its children and no continuation number; records beyond its rate wait. Unverified: that a subscription at the tip
 * hears nothing before the first record or the first idle event.
 */
export class Subscription {
  readonly startedAt: number;
  readonly #options: SubscriptionOptions;
  readonly #bell = new Doorbell();
  #position: number;
  #sentAt: number;
  #isOver = false;
  #error: AwsError | undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#position = options.position;
    this.startedAt = options.clock.now();
    this.#sentAt = this.startedAt;
  }

  /** Ends it: with an exception frame, or quietly. The first reason counts. */
  stop(error?: AwsError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    this.#bell.ring();
  }

  /** The events, for one reader. */
  async *events(): AsyncGenerator<StreamEvent> {
    const { clock, signal, shard } = this.#options;
    const alarm = new Alarm(clock, this.#bell);
    const leave = (): void => this.stop();
    signal.addEventListener('abort', leave);
    shard.addBell(this.#bell);
    try {
      for (let step = this.#next(); step.do !== 'end'; step = this.#next()) {
        if (step.do === 'send') {
          yield this.#event(step.read);
        } else {
          alarm.setFor(step.until);
          await this.#bell.heard();
        }
      }
      if (this.#error) throw this.#error;
    } finally {
      this.#isOver = true;
      shard.removeBell(this.#bell);
      signal.removeEventListener('abort', leave);
      alarm.stop();
    }
  }

  #next(): Step {
    const { clock, signal, stream, shard } = this.#options;
    const now = clock.now();
    const endsAt = this.startedAt + LIFE_MS;
    if (this.#isOver || signal.aborted || now >= endsAt) return { do: 'end' };

    const paidAt = this.#paidAt(now);
    if (paidAt > now) return { do: 'wait', until: Math.min(paidAt, endsAt) };
    stream.dropAged(shard, now);
    const bounds = { maxRecords: MAX_RECORDS, maxBytes: MAX_EVENT_BYTES };
    const read = readShard(shard, this.#position, bounds, now);
    const idleAt = this.#sentAt + IDLE_MS;
    if (read.records.count > 0 || read.children || now >= idleAt) return { do: 'send', read };
    return { do: 'wait', until: Math.min(idleAt, endsAt, shard.closing?.endsAt ?? Infinity) };
  }

  /** When what was pushed so far leaves room for more. */
  #paidAt(now: number): number {
    return this.#options.budget?.holdsAt(1, now) ?? now;
  }

  #event({ records, position, millisBehind, children }: ShardRead): StreamEvent {
    this.#position = position;
    this.#options.budget?.spend(records.sizeBytes);
    this.#sentAt = this.#options.clock.now();
    const end = children && { ChildShards: children.map(describeChild) };
    if (end) this.#isOver = true;
    return {
      type: 'SubscribeToShardEvent',
      payload: jsonText('Records', records.pieces, {
        MillisBehindLatest: millisBehind,
        ...(end ?? { ContinuationSequenceNumber: this.#continuation(records.count) }),
      }),
    };
  }

  /** Of the last record that is sent, or, without one, of its place at this time: after it, before the next. */
  #continuation(sent: number): string {
    const { shard } = this.#options;
    const last = sent > 0 ? shard.sequenceNumberAt(this.#position - 1) : undefined;
    if (last !== undefined) return last;
    const { index: shardIndex, createdAtSeconds } = shard;
    return formatSequenceNumber({
      shardIndex,
      createdAtSeconds,
      index: this.#position,
      recordedAtSeconds: Math.floor(this.#sentAt / 1_000),
    });
  }
}
