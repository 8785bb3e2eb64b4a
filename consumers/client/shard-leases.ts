import type { CoordinationStore } from './coordination.ts';
import { OwnershipLost } from './errors.ts';
import type { Group } from './group.ts';
import { leaseMoves, type LeaseMoves } from './lease-moves.ts';
import { Membership } from './membership.ts';
import { ForeignWrite, Register } from './register.ts';
import type { LeaseSettings } from './settings.ts';
import { ShardCheckpoint } from './shard-checkpoint.ts';
import { runReader, type ReaderEnvironment, type ReaderOptions } from './shard-reader.ts';
import { workerFormat, workerKey, type ShardState } from './state.ts';
import { WorkerWatch } from './worker-watch.ts';

export interface LeasesOptions<T> extends ReaderOptions<T> {
  /** Asked until it answers. */
  readonly store: CoordinationStore;
  /** Asked once each time. */
  readonly directStore: CoordinationStore;
  readonly nextNonce: () => string;
  readonly lease: LeaseSettings;
}

interface Held {
  readonly checkpoint: ShardCheckpoint;
  readonly reading: Promise<void>;
}

/** What becomes known while shards are read. */
export interface LeasesEvents {
  readonly environmentOf: (shardId: string) => ReaderEnvironment;
  /** A reader has ended, or this worker may take shards again. */
  readonly onChange: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** The shards of a group as its workers share them, seen from one of them. */
export class ShardLeases<T> {
  readonly #options: LeasesOptions<T>;
  readonly #group: Group;
  readonly #events: LeasesEvents;
  readonly #membership: Membership;
  readonly #watch: WorkerWatch;
  readonly #held = new Map<string, Held>();
  readonly #askedAt = new Map<string, number>();
  readonly #movedAt = new Map<string, number>();
  #owners: ReadonlyMap<string, string | null> = new Map();

  constructor(options: LeasesOptions<T>, group: Group, events: LeasesEvents) {
    this.#options = options;
    this.#group = group;
    this.#events = events;
    this.#membership = new Membership({
      ...options,
      ...options.lease,
      store: options.directStore,
      groupKey: group.key,
      onFence: () => this.loseAll(),
      onReturn: () => events.onChange(),
    });
    this.#watch = new WorkerWatch({
      ...options,
      ttlMs: options.lease.ttlMs,
      lookEveryMs: options.lease.heartbeatMs,
      now: () => options.clock.now(),
      read: (workerId) => this.#readWorker(workerId),
    });
  }

  get membership(): Membership {
    return this.#membership;
  }

  /** Whether the next look should come soon: the reading of a shard stands still until then. */
  get isWaiting(): boolean {
    return this.#askedAt.size > 0;
  }

  /** Shards that are being read, here or by another worker that is alive. */
  get beingRead(): ReadonlySet<string> {
    const { alive } = this.#watch;
    const elsewhere = [...this.#group.states].filter(
      ([, { owner, checkpoint }]) =>
        owner !== this.#options.workerId && alive.has(owner ?? '') && checkpoint !== 'SHARD_END',
    );
    return new Set([...this.#held.keys(), ...elsewhere.map(([shardId]) => shardId)]);
  }

  /** Looks at what the others have written; whether they have forgotten shards that left the stream. */
  async look(): Promise<boolean> {
    const changes = await this.#group.refresh(new Set(this.#held.keys()));
    await this.#watch.look(changes.workers);
    for (const shardId of changes.changed) await this.#lookAt(shardId);
    this.#noteMoves();
    return changes.hasForgotten;
  }

  /**
   * Takes, asks for and hands over what it needs for each worker to have its share. `shards`: whose
   * turn it is. Gives this worker's share, as soon as it may have one.
   */
  async share(shards: readonly string[]): Promise<ReadonlySet<string> | undefined> {
    const { workerId, lease, clock, board, handling } = this.#options;
    if (this.#membership.isFenced || handling.stop.aborted) return undefined;
    const states = this.#group.states;
    const turns = shards.flatMap((shardId) => {
      const state = states.get(shardId);
      return state ? [[shardId, state] as const] : [];
    });
    const moves = leaseMoves({
      workerId,
      alive: this.#watch.alive,
      sharers: this.#watch.sharers,
      shards: new Map(turns),
      reading: new Set(this.#held.keys()),
      askedAt: this.#askedAt,
      movedAt: this.#movedAt,
      now: clock.now(),
      patienceMs: lease.ttlMs,
    });
    board.showWorkers([...this.#watch.alive]);
    await this.#carryOut(moves);
    await this.#buryDead();
    return new Set(moves.share);
  }

  /** Resolves when no shard is read any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ reading }) => reading));
  }

  /** Nothing more is begun or written for any shard. */
  loseAll(): void {
    for (const { checkpoint } of this.#held.values()) checkpoint.lose();
    this.#options.board.showWorkers([]);
  }

  async #carryOut({ take, free, ask, handOver, decline }: LeaseMoves): Promise<void> {
    for (const shardId of take) this.#read(shardId);
    for (const shardId of handOver) this.#held.get(shardId)?.checkpoint.leave();
    for (const shardId of decline) await this.#unlessLost(shardId, (held) => held.decline());
    for (const shardId of free) {
      await this.#change(shardId, (state) => ({ ...state, owner: null }));
    }
    for (const shardId of ask) await this.#ask(shardId);
  }

  async #ask(shardId: string): Promise<void> {
    const { workerId, log } = this.#options;
    const askedAt = this.#options.clock.now();
    const { owner } = this.#group.shard(shardId).state;
    if (await this.#change(shardId, (state) => ({ ...state, handoffTo: workerId }))) {
      this.#askedAt.set(shardId, askedAt);
      log.info('lease asked for', { shardId, owner });
    }
  }

  /** Changes a shard of which nobody else has become the owner meanwhile; whether that was so. */
  async #change(shardId: string, update: (state: ShardState) => ShardState): Promise<boolean> {
    const register = this.#group.shard(shardId);
    const { owner, epoch, handoffTo } = register.state;
    try {
      await register.change({
        update,
        accepts: (found) =>
          found.owner === owner && found.epoch === epoch && found.handoffTo === handoffTo,
      });
      return true;
    } catch (error) {
      if (error instanceof ForeignWrite) return false;
      throw error;
    }
  }

  #read(shardId: string): void {
    const { checkpointEveryMs } = this.#options;
    this.#askedAt.delete(shardId);
    const checkpoint = new ShardCheckpoint({
      ...this.#options,
      log: this.#options.log.child({ shardId }),
      shardId,
      register: this.#group.shard(shardId),
      everyMs: checkpointEveryMs,
    });
    const environment = this.#events.environmentOf(shardId);
    const reading = runReader(this.#options, environment, { shardId, checkpoint })
      .catch((error: unknown) => {
        // It is someone else's now; the others go on.
        if (!(error instanceof OwnershipLost)) this.#events.onFailure(error);
      })
      .finally(() => {
        this.#held.delete(shardId);
        this.#events.onChange();
      });
    this.#held.set(shardId, { checkpoint, reading });
  }

  #lookAt(shardId: string): Promise<void> {
    return this.#unlessLost(shardId, (checkpoint) => checkpoint.look());
  }

  /** Its reader ends by itself once the shard is lost. */
  async #unlessLost(
    shardId: string,
    work: (checkpoint: ShardCheckpoint) => Promise<void>,
  ): Promise<void> {
    const held = this.#held.get(shardId);
    try {
      if (held) await work(held.checkpoint);
    } catch (error) {
      if (!(error instanceof OwnershipLost)) throw error;
    }
  }

  #noteMoves(): void {
    const { workerId, clock } = this.#options;
    const states = this.#group.states;
    for (const [shardId, { owner, handoffTo }] of states) {
      const before = this.#owners.get(shardId);
      if (before !== undefined && before !== owner) this.#movedAt.set(shardId, clock.now());
      if (handoffTo !== workerId) this.#askedAt.delete(shardId);
      else if (!this.#askedAt.has(shardId)) this.#askedAt.set(shardId, clock.now());
    }
    this.#owners = new Map([...states].map(([shardId, { owner }]) => [shardId, owner]));
  }

  async #buryDead(): Promise<void> {
    const owners = new Set([...this.#group.states.values()].map(({ owner }) => owner));
    for (const workerId of this.#watch.dead) {
      if (!owners.has(workerId)) await this.#membership.bury(workerId);
    }
  }

  async #readWorker(workerId: string) {
    const { store, nextNonce } = this.#options;
    const key = workerKey(this.#group.key, workerId);
    const register = await Register.load({ store, nextNonce, key, format: workerFormat });
    return register?.state;
  }
}
