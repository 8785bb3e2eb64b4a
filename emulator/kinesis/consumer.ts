import type { AwsError } from '../errors.ts';
import { consumerArn } from './arn.ts';

export type ConsumerStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

/** As on AWS: one SubscribeToShard a second for each consumer and shard. */
const BETWEEN_CALLS_MS = 1_000;

export interface ConsumerOptions {
  readonly name: string;
  readonly streamArn: string;
  readonly createdAt: number;
  readonly activeAt: number;
  readonly tags: ReadonlyMap<string, string>;
}

/** A subscription as its consumer sees it. */
export interface OpenSubscription {
  readonly startedAt: number;
  /** Ends it: with an exception frame, or quietly. */
  readonly stop: (error?: AwsError) => void;
}

/** One registered consumer of enhanced fan-out, with its latest subscription to each shard. */
export class Consumer {
  readonly name: string;
  readonly arn: string;
  readonly createdAtSeconds: number;
  readonly tags: Map<string, string>;
  policy: string | undefined;
  readonly #activeAt: number;
  #goneAt = Infinity;
  #isDeleting = false;
  readonly #subscriptions = new Map<number, OpenSubscription>();
  /** When each shard was last subscribed to, with success or without. */
  readonly #calledAt = new Map<number, number>();

  constructor({ name, streamArn, createdAt, activeAt, tags }: ConsumerOptions) {
    this.name = name;
    this.tags = new Map(tags);
    this.createdAtSeconds = Math.floor(createdAt / 1_000);
    this.arn = consumerArn(streamArn, name, this.createdAtSeconds);
    this.#activeAt = activeAt;
  }

  status(now: number): ConsumerStatus {
    if (this.#isDeleting) return 'DELETING';
    return now >= this.#activeAt ? 'ACTIVE' : 'CREATING';
  }

  isGone(now: number): boolean {
    return now >= this.#goneAt;
  }

  /** Whether it may subscribe to a shard again, which it then does. */
  takeCall(shardIndex: number, now: number): boolean {
    const calledAt = this.#calledAt.get(shardIndex) ?? -Infinity;
    if (now - calledAt < BETWEEN_CALLS_MS) return false;
    this.#calledAt.set(shardIndex, now);
    return true;
  }

  /** Its latest subscription to a shard, which may have ended. */
  subscription(shardIndex: number): OpenSubscription | undefined {
    return this.#subscriptions.get(shardIndex);
  }

  subscribe(shardIndex: number, subscription: OpenSubscription): void {
    this.#subscriptions.set(shardIndex, subscription);
  }

  /** `reason` ends its subscriptions; doing it twice changes nothing. */
  delete(goneAt: number, reason: AwsError): void {
    if (this.#isDeleting) return;
    this.#isDeleting = true;
    this.#goneAt = goneAt;
    for (const subscription of this.#subscriptions.values()) subscription.stop(reason);
  }

  /** Ends its subscriptions as if their time were up. */
  close(): void {
    for (const subscription of this.#subscriptions.values()) subscription.stop();
  }
}
