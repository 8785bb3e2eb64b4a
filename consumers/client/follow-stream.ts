import { isStop } from './ask.ts';
import { nameOf } from './aws-errors.ts';
import type { CoordinationStore } from './coordination.ts';
import { describeError, RecordsTrimmed } from './errors.ts';
import { registeredConsumer } from './fan-out-registration.ts';
import { Group, type StartAt } from './group.ts';
import {
  ABSENCES_TO_BE_GONE,
  countAbsences,
  planShards,
  type KnownShard,
  type ListedShard,
} from './plan-shards.ts';
import { runReader, type ReaderEnvironment, type ReaderOptions } from './shard-reader.ts';
import { identifyStream, listShards, serverNow, type StreamIdentity } from './stream-view.ts';
import { ABORTED, Knock, unlessAborted } from './wait.ts';

export interface FollowOptions<T> extends ReaderOptions<T> {
  readonly store: CoordinationStore;
  readonly from: 'latest' | 'earliest' | Date;
  readonly nextNonce: () => string;
  /** Called at once; what it is called with is thrown when all readers have come to rest. */
  readonly onFatal: (error: unknown) => void;
}

const LIST_EVERY_MS = 30_000;
/** While a shard that we know is not in the listing, which may only be late. */
const LIST_AGAIN_MS = 5_000;
/** A position that AWS refuses so often, on a stream that is still the same one, is a lasting error. */
const MAX_REFUSALS = 5;

/**
 * Follows a stream through splits and merges until told to stop. A stream that was deleted and made
 * anew is another stream: its group is born anew, and no checkpoint carries over.
 */
export async function followStream<T>(options: FollowOptions<T>): Promise<void> {
  const { stop } = options.handling;
  while (!stop.aborted) {
    try {
      const identity = await identifyStream(options, stop);
      const group = await unlessAborted(openGroup(options, identity), stop);
      if (group !== ABORTED) await new Following(options, group, identity).run();
    } catch (error) {
      if (!isStop(error, stop)) throw error;
    }
  }
}

function openGroup<T>(options: FollowOptions<T>, identity: StreamIdentity): Promise<Group> {
  const { handling } = options;
  return Group.open(
    { ...options, group: handling.group, identity },
    {
      startAt: (isHeir) => startAt(options, isHeir),
      listShards: () => listShards(options, handling.stop),
      signal: handling.stop,
    },
  );
}

/** 'latest' is pinned to an instant, so that a restart before the first record begins there too. */
async function startAt<T>(options: FollowOptions<T>, isHeir: boolean): Promise<StartAt> {
  const { from, handling } = options;
  if (from instanceof Date) return { at: from.getTime() };
  // All that a new stream of an old name holds came after the group began.
  if (from === 'earliest' || isHeir) return 'TRIM_HORIZON';
  return { at: await serverNow(options, handling.stop) };
}

/** One stream of that name, from when the group is open to its end or ours. */
class Following<T> {
  readonly #options: FollowOptions<T>;
  readonly #group: Group;
  readonly #over = new AbortController();
  readonly #stop: AbortSignal;
  readonly #knock = new Knock();
  readonly #readers = new Map<string, Promise<void>>();
  #identity: StreamIdentity;
  #absences: ReadonlyMap<string, number> = new Map();
  #consumerArn: Promise<string> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: FollowOptions<T>, group: Group, identity: StreamIdentity) {
    this.#options = options;
    this.#group = group;
    this.#identity = identity;
    this.#stop = AbortSignal.any([options.handling.stop, this.#over.signal]);
  }

  /** Returns when told to stop, or when the stream turns out to be another one. */
  async run(): Promise<void> {
    try {
      while (!this.#stop.aborted && (await this.#isSameStream())) {
        await this.#carryOut(await listShards(this.#options, this.#stop));
        const pauseMs = this.#absences.size > 0 ? LIST_AGAIN_MS : LIST_EVERY_MS;
        await this.#knock.sleep(this.#options.clock, pauseMs, this.#stop);
      }
    } catch (error) {
      if (!isStop(error, this.#stop)) this.#fail(error);
    }
    this.#over.abort();
    await Promise.all(this.#readers.values());
    if (this.#failure) throw this.#failure.error;
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

  async #carryOut(listed: readonly ListedShard[]): Promise<void> {
    const { board } = this.#options;
    const stored = this.#group.states;
    this.#absences = countAbsences(this.#absences, { listed, stored });
    const reading = new Set(this.#readers.keys());
    const plan = planShards({ listed, stored, reading, absences: this.#absences });
    for (const shard of plan.create) await this.#group.ensure(shard, 'TRIM_HORIZON');
    for (const shardId of plan.trimmed) await this.#lose(shardId);
    for (const shardId of plan.forget) await this.#group.forget(shardId);
    for (const shardId of plan.read) this.#read(shardId);
    board.showOpen(listed.filter(({ isOpen }) => isOpen).map(({ shardId }) => shardId));
  }

  #read(shardId: string): void {
    const handling = { ...this.#options.handling, stop: this.#stop };
    const reader = runReader({ ...this.#options, handling }, this.#environment(shardId), shardId)
      .catch((error: unknown) => {
        if (!isStop(error, this.#stop)) this.#fail(error);
      })
      .finally(() => {
        this.#readers.delete(shardId);
        this.#knock.knock();
      });
    this.#readers.set(shardId, reader);
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
    this.#knock.knock();
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
    this.#knock.knock();
    return (this.#absences.get(shardId) ?? 0) < ABSENCES_TO_BE_GONE;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#over.abort();
    this.#options.onFatal(error);
  }
}
