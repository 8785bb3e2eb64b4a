import { heardByMany } from '#runtime/signals.ts';
import { isStop } from './ask.ts';
import { nameOf } from './aws-errors.ts';
import { describeError, RecordsTrimmed } from './errors.ts';
import { registeredConsumer } from './fan-out-registration.ts';
import type { Group } from './group.ts';
import {
  ABSENCES_TO_BE_GONE,
  countAbsences,
  planShards,
  type KnownShard,
  type ListedShard,
} from './plan-shards.ts';
import { ShardLeases, type LeasesOptions } from './shard-leases.ts';
import type { ReaderEnvironment } from './shard-reader.ts';
import { identifyStream, listShards, type StreamIdentity } from './stream-view.ts';
import { Knock, unlessAborted } from './wait.ts';

export interface FollowingOptions<T> extends LeasesOptions<T> {
  /** Called at once; what it is called with is thrown when all readers have come to rest. */
  readonly onFatal: (error: unknown) => void;
}

const LIST_EVERY_MS = 30_000;
/** While a shard that we know is not in the listing, which may only be late. */
const LIST_AGAIN_MS = 5_000;
/** While a shard that another worker is to hand over stands still. */
const LOOK_AGAIN_MS = 1_000;
/** So that workers that were started together do not stay together. */
const LOOK_JITTER = 0.2;
/** A position that AWS refuses so often, on a stream that is still the same one, is a lasting error. */
const MAX_REFUSALS = 5;

/** One stream of that name, from when the group is open to its end or ours. */
export class Following<T> {
  readonly #options: FollowingOptions<T>;
  readonly #group: Group;
  readonly #leases: ShardLeases<T>;
  readonly #over = new AbortController();
  readonly #stop: AbortSignal;
  readonly #knock = new Knock();
  #identity: StreamIdentity;
  #listed: readonly ListedShard[] = [];
  #listAt = 0;
  #absences: ReadonlyMap<string, number> = new Map();
  #consumerArn: Promise<string> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: FollowingOptions<T>, group: Group, identity: StreamIdentity) {
    this.#options = options;
    this.#group = group;
    this.#identity = identity;
    this.#stop = heardByMany(AbortSignal.any([options.handling.stop, this.#over.signal]));
    const handling = { ...options.handling, stop: this.#stop };
    this.#leases = new ShardLeases({ ...options, handling }, group, {
      environmentOf: (shardId) => this.#environment(shardId),
      onChange: () => this.#lookSoon(),
      onFailure: (error) => {
        if (!isStop(error, this.#stop)) this.#fail(error);
      },
    });
  }

  /** Returns when told to stop, or when the stream turns out to be another one. */
  async run(): Promise<void> {
    const { membership } = this.#leases;
    const settled = new AbortController();
    let living: Promise<void> | undefined;
    try {
      await membership.join(this.#stop);
      living = this.#keepAlive(settled.signal);
      await unlessAborted(this.#keepLooking(), this.#stop);
    } catch (error) {
      if (!isStop(error, this.#stop)) this.#fail(error);
    }
    this.#over.abort();
    const retired = living && membership.retire();
    await this.#leases.settled();
    settled.abort();
    await living;
    if (await retired) await membership.leave();
    if (this.#failure) throw this.#failure.error;
  }

  async #keepAlive(settled: AbortSignal): Promise<void> {
    try {
      await this.#leases.membership.keepAlive(settled);
    } catch (error) {
      this.#leases.loseAll();
      this.#fail(error);
    }
  }

  async #keepLooking(): Promise<void> {
    while (!this.#stop.aborted) {
      const isListingOld = await this.#leases.look();
      if (isListingOld || this.#options.clock.now() >= this.#listAt) {
        if (!(await this.#isSameStream())) return;
        await this.#list();
      }
      await this.#carryOut();
      await this.#knock.sleep(this.#options.clock, this.#pauseMs(), this.#stop);
    }
  }

  #pauseMs(): number {
    const { clock, random, lease } = this.#options;
    if (this.#leases.isWaiting) return LOOK_AGAIN_MS;
    const jitter = 1 + LOOK_JITTER * (2 * random.next() - 1);
    return Math.min(Math.ceil(lease.heartbeatMs * jitter), Math.max(1, this.#listAt - clock.now()));
  }

  #lookSoon(): void {
    this.#listAt = 0;
    this.#knock.knock();
  }

  async #isSameStream(): Promise<boolean> {
    const { clock, log } = this.#options;
    for (let isNews = true; ; isNews = false) {
      try {
        const identity = await identifyStream(this.#options, this.#stop);
        if (identity.createdAt !== this.#identity.createdAt) return false;
        this.#identity = identity;
        return true;
      } catch (error) {
        if (nameOf(error) !== 'ResourceNotFoundException') throw error;
        if (isNews) log.error('stream gone', { error: describeError(error) });
      }
      await clock.sleep(LIST_AGAIN_MS, this.#stop);
      this.#stop.throwIfAborted();
    }
  }

  async #list(): Promise<void> {
    const { clock } = this.#options;
    this.#listAt = Number.POSITIVE_INFINITY;
    const listed = await listShards(this.#options, this.#stop);
    this.#listed = listed;
    this.#absences = countAbsences(this.#absences, { listed, stored: this.#group.states });
    const pauseMs = this.#absences.size > 0 ? LIST_AGAIN_MS : LIST_EVERY_MS;
    // Unless there was a knock meanwhile.
    this.#listAt = Math.min(this.#listAt, clock.now() + pauseMs);
  }

  async #carryOut(): Promise<void> {
    const { board } = this.#options;
    const reading = this.#leases.beingRead;
    const plan = planShards({
      listed: this.#listed,
      stored: this.#group.states,
      reading,
      absences: this.#absences,
    });
    for (const shard of plan.create) await this.#group.ensure(shard, 'TRIM_HORIZON');
    for (const shardId of plan.trimmed) await this.#lose(shardId);
    for (const shardId of plan.forget) await this.#group.forget(shardId);
    const share = await this.#leases.share([...plan.read, ...reading]);
    if (!share) return;
    const open = this.#listed.filter(({ isOpen, shardId }) => isOpen && share.has(shardId));
    board.showOpen(open.map(({ shardId }) => shardId));
  }

  /** The shard aged out of the stream before it was read to its end. */
  async #lose(shardId: string): Promise<void> {
    const { onTrimmed, log } = this.#options;
    const register = this.#group.shard(shardId);
    const { checkpoint } = register.state;
    const gap = {
      shardId,
      checkpoint: typeof checkpoint === 'string' ? checkpoint : checkpoint.seq,
      firstAvailable: undefined,
    };
    if (onTrimmed === 'fail') throw new RecordsTrimmed(gap);
    log.warn('shard lost to retention', gap);
    await register.change({
      update: (state) => ({ ...state, checkpoint: 'SHARD_END' }),
      accepts: () => true,
    });
    this.#lookSoon();
  }

  #environment(shardId: string): ReaderEnvironment {
    return {
      group: this.#group,
      retentionMs: () => this.#identity.retentionMs,
      consumerArn: () => this.#registered(),
      adopt: (children) => this.#adopt(shardId, children),
      investigate: async (error, failures) => this.#investigate(shardId, error, failures),
    };
  }

  #registered(): Promise<string> {
    const name = this.#options.handling.group;
    const registration = { ...this.#options, streamArn: this.#identity.arn, name };
    this.#consumerArn ??= registeredConsumer(registration, this.#stop).catch((error: unknown) => {
      this.#consumerArn = undefined;
      throw error;
    });
    return this.#consumerArn;
  }

  async #adopt(shardId: string, children: readonly KnownShard[]): Promise<boolean> {
    const listed = await listShards(this.#options, this.#stop);
    if (listed.find((shard) => shard.shardId === shardId)?.isOpen) return false;
    // Not every backend names the children at the end; the listing does.
    const known = [...children, ...listed.filter(({ parents }) => parents.includes(shardId))];
    for (const child of known) await this.#group.ensure(child, 'TRIM_HORIZON');
    return true;
  }

  /** Looks at the stream again; whether it makes sense to ask once more. */
  #investigate(shardId: string, error: unknown, failures: number): boolean {
    const { log } = this.#options;
    if (failures === 1) log.warn('shard refused', { shardId, error: describeError(error) });
    const isNotFound = nameOf(error) === 'ResourceNotFoundException';
    if (!isNotFound && failures >= MAX_REFUSALS) throw error;
    this.#consumerArn = undefined;
    this.#lookSoon();
    return (this.#absences.get(shardId) ?? 0) < ABSENCES_TO_BE_GONE;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#over.abort();
    this.#options.onFatal(error);
  }
}
