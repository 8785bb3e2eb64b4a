import type { Clock } from '#runtime/clock.ts';
import type { Blocked, Lag, ShardStatus } from './options.ts';

/** What is known of a shard while it is read. Written by its reader, shown by `lag`. */
export interface ShardNotes {
  readonly epoch: number;
  isLive: boolean;
  millisBehind: number;
  blocked: Blocked | undefined;
  position: string | undefined;
  lastRecordAt: number | undefined;
  /** When the oldest record in hand arrived; undefined: none is in hand. */
  pendingSince: number | undefined;
}

/** All shards of a consumer at a glance: how far behind each is, and whether all are live. */
export class ShardBoard {
  readonly #clock: Clock;
  readonly #notes = new Map<string, ShardNotes>();
  #open: readonly string[] | undefined;
  #workers: readonly string[] = [];
  #onReady: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The notes of a shard that is going to be read. */
  add(shardId: string, { epoch, position }: Pick<ShardNotes, 'epoch' | 'position'>): ShardNotes {
    const notes: ShardNotes = {
      epoch,
      isLive: false,
      millisBehind: 0,
      blocked: undefined,
      position,
      lastRecordAt: undefined,
      pendingSince: undefined,
    };
    this.#notes.set(shardId, notes);
    return notes;
  }

  remove(shardId: string): void {
    this.#notes.delete(shardId);
  }

  /** The shards that are to be read here and that records can be put into now. */
  showOpen(shardIds: readonly string[]): void {
    this.#open = shardIds;
    this.announce();
  }

  /** Those of the group that are alive, as this one sees it; none: it cannot see them. */
  showWorkers(workerIds: readonly string[]): void {
    this.#workers = workerIds;
  }

  /** To be called when a shard has become live. */
  announce(): void {
    if (!this.#isReady()) return;
    const waiting = this.#onReady;
    this.#onReady = [];
    for (const resolve of waiting) resolve();
  }

  ready(): Promise<void> {
    if (this.#isReady()) return Promise.resolve();
    return new Promise((resolve) => this.#onReady.push(resolve));
  }

  lag(): Lag {
    const shards = [...this.#notes].map(([shardId, notes]) => this.#status(shardId, notes));
    const maxMillisBehind = Math.max(0, ...shards.map((s) => s.millisBehind));
    return { maxMillisBehind, shards, workers: this.#workers };
  }

  #isReady(): boolean {
    return this.#open?.every((shardId) => this.#notes.get(shardId)?.isLive) ?? false;
  }

  #status(shardId: string, notes: ShardNotes): ShardStatus {
    const { epoch, millisBehind, blocked, position, lastRecordAt, pendingSince } = notes;
    // A handler that stands still is behind, whatever the last answer said.
    const pendingMs = pendingSince === undefined ? 0 : this.#clock.now() - pendingSince;
    return {
      shardId,
      epoch,
      millisBehind: Math.max(millisBehind, pendingMs),
      ...(blocked ? { blocked } : {}),
      position,
      lastRecordAt,
    };
  }
}
