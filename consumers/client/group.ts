import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { CoordinationStore } from './coordination.ts';
import { StateIncomplete } from './errors.ts';
import { listGroup, type ListedWorker } from './list-group.ts';
import { coversAllHashKeys, type KnownShard, type ListedShard } from './plan-shards.ts';
import { Register } from './register.ts';
import type { Position } from './shard-source.ts';
import {
  groupFormat,
  shardFormat,
  shardKey,
  type Checkpoint,
  type GroupState,
  type ShardState,
} from './state.ts';
import type { StreamIdentity } from './stream-view.ts';

export type StartAt = GroupState['startAt'];

export interface GroupOptions {
  readonly store: CoordinationStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly group: string;
  readonly identity: StreamIdentity;
  readonly nextNonce: () => string;
}

export interface Birth {
  /** Asked once, when the group begins; `isHeir`: it has read an earlier stream of this name. */
  readonly startAt: (isHeir: boolean) => Promise<StartAt>;
  readonly listShards: () => Promise<ListedShard[]>;
  readonly signal: AbortSignal;
}

/** What others have done since we last looked. */
export interface Changes {
  readonly workers: readonly ListedWorker[];
  /** Held shards that were written, perhaps by us. */
  readonly changed: readonly string[];
  /** Someone has deleted the state of shards that left the stream: our listing of it may be older. */
  readonly hasForgotten: boolean;
}

/** A listing in the middle of a reshard shows holes; it heals within seconds. */
const MAX_LISTINGS = 10;
const LIST_AGAIN_MS = 1_000;

const NONE_HELD: ReadonlySet<string> = new Set();

/** Everything a group knows about one stream, as the store has it. */
export class Group {
  readonly #options: GroupOptions;
  readonly #key: string;
  readonly #startAt: StartAt;
  readonly #shards = new Map<string, Register<ShardState>>();

  private constructor(options: GroupOptions, startAt: StartAt) {
    this.#options = options;
    this.#key = keyOf(options);
    this.#startAt = startAt;
  }

  /** The group as it was left, or newly born. What a crash left half born is finished first. */
  static async open(options: GroupOptions, birth: Birth): Promise<Group> {
    const register = await openRegister(options, birth);
    const group = new Group(options, register.state.startAt);
    await group.refresh(NONE_HELD);
    if (!register.state.born) {
      const listed = await listEveryShard(options, birth);
      for (const shard of listed) await group.ensure(shard, group.#birthCheckpoint());
      const born = (state: GroupState): GroupState => ({ ...state, born: true });
      await register.change({ update: born, accepts: () => true });
      options.log.info('group born', { startAt: group.#startAt, shards: listed.length });
    }
    return group;
  }

  /** `stream@creation`. */
  get stream(): string {
    return streamKey(this.#options.identity);
  }

  get states(): ReadonlyMap<string, ShardState> {
    return new Map([...this.#shards].map(([shardId, { state }]) => [shardId, state]));
  }

  /** Under which everything of this group and stream lies. */
  get key(): string {
    return this.#key;
  }

  /**
   * Takes over what other workers have written; asks only for what has changed. What is `held` is
   * left to who holds it. Throws StateIncomplete if the group itself is gone.
   */
  async refresh(held: ReadonlySet<string>): Promise<Changes> {
    const listed = await listGroup(this.#options.store, this.#key);
    const changed: string[] = [];
    for (const [shardId, version] of listed.shards) {
      const register = this.#shards.get(shardId);
      if (register?.version === version) continue;
      if (held.has(shardId)) changed.push(shardId);
      else if (!register) await this.#loadShard(shardId);
      else if (!(await register.refresh())) this.#shards.delete(shardId);
    }
    const forgotten = [...this.#shards].filter(
      ([shardId, { state }]) => state.checkpoint === 'SHARD_END' && !listed.shards.has(shardId),
    );
    for (const [shardId] of forgotten) this.#shards.delete(shardId);
    return { workers: listed.workers, changed, hasForgotten: forgotten.length > 0 };
  }

  shard(shardId: string): Register<ShardState> {
    const register = this.#shards.get(shardId);
    if (!register) throw new RangeError(`${shardId} has no state`);
    return register;
  }

  /** Gives a shard its state unless it has one. */
  async ensure(shard: KnownShard, checkpoint: Checkpoint): Promise<void> {
    const { shardId, parents, hashRange } = shard;
    if (this.#shards.has(shardId)) return;
    const register = await Register.create(this.#place(shardId), {
      owner: null,
      incarnation: null,
      epoch: 0,
      parents: [...parents],
      hashRange: [...hashRange],
      checkpoint,
      handledUntil: null,
    });
    if (!this.#shards.has(shardId)) this.#shards.set(shardId, register);
  }

  /** Only for a shard at its end. */
  async forget(shardId: string): Promise<void> {
    await this.#options.store.delete(shardKey(this.#key, shardId));
    this.#shards.delete(shardId);
  }

  /** Where reading goes on; undefined: nowhere. */
  position(checkpoint: Checkpoint): Position | undefined {
    if (checkpoint === 'SHARD_END') return undefined;
    if (checkpoint === 'TRIM_HORIZON') return { kind: 'oldest' };
    if (checkpoint === 'START_AT') {
      return this.#startAt === 'TRIM_HORIZON'
        ? { kind: 'oldest' }
        : { kind: 'instant', at: this.#startAt.at };
    }
    return { kind: 'after', sequenceNumber: checkpoint.seq };
  }

  async #loadShard(shardId: string): Promise<void> {
    const register = await Register.load(this.#place(shardId));
    if (register) this.#shards.set(shardId, register);
  }

  #birthCheckpoint(): Checkpoint {
    return this.#startAt === 'TRIM_HORIZON' ? 'TRIM_HORIZON' : 'START_AT';
  }

  #place(shardId: string) {
    const { store, nextNonce } = this.#options;
    return { store, nextNonce, key: shardKey(this.#key, shardId), format: shardFormat };
  }
}

async function openRegister(
  options: GroupOptions,
  { startAt }: Birth,
): Promise<Register<GroupState>> {
  const { store, nextNonce, group, log } = options;
  const key = `${keyOf(options)}/group.json`;
  const place = { store, nextNonce, key, format: groupFormat };
  const existing = await Register.load(place);
  if (existing) return existing;
  if (await hasShards(store, keyOf(options))) {
    // The group is made before its shards are: another worker has begun it since we looked, or it is lost.
    const begun = await Register.load(place);
    if (begun) return begun;
    throw new StateIncomplete(key);
  }
  const isHeir = await hasReadAnEarlierStream(options);
  if (isHeir) log.warn('stream recreated', { group, stream: streamKey(options.identity) });
  return Register.create(place, { startAt: await startAt(isHeir), born: false });
}

async function hasShards(store: CoordinationStore, groupKey: string): Promise<boolean> {
  for await (const _ of store.list(`${groupKey}/shards/`)) return true;
  return false;
}

async function hasReadAnEarlierStream(options: GroupOptions): Promise<boolean> {
  const { store, group, identity } = options;
  const own = `${keyOf(options)}/group.json`;
  for await (const { key } of store.list(`${group}/${identity.name}@`)) {
    if (key.endsWith('/group.json') && key !== own) return true;
  }
  return false;
}

async function listEveryShard(
  { clock, log }: GroupOptions,
  { listShards, signal }: Birth,
): Promise<ListedShard[]> {
  for (let listings = 1; ; listings++) {
    const listed = await listShards();
    if (coversAllHashKeys(listed)) return listed;
    if (listings === MAX_LISTINGS || signal.aborted) {
      // Nothing is lost by going on: what is listed later will be read from its beginning.
      log.warn('shards do not cover every hash key', { shards: listed.length });
      return listed;
    }
    await clock.sleep(LIST_AGAIN_MS, signal);
  }
}

const streamKey = ({ name, createdAt }: StreamIdentity): string => `${name}@${createdAt}`;

const keyOf = ({ group, identity }: GroupOptions): string => `${group}/${streamKey(identity)}`;
