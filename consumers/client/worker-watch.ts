import type { Log } from '#runtime/log.ts';
import type { ListedWorker } from './list-group.ts';
import type { Sharer } from './plan-leases.ts';
import type { WorkerState } from './state.ts';

export interface WatchOptions {
  readonly workerId: string;
  readonly ttlMs: number;
  /** About how often the others are looked at. */
  readonly lookEveryMs: number;
  readonly now: () => number;
  readonly log: Log;
  readonly read: (workerId: string) => Promise<WorkerState | undefined>;
}

interface Sighting {
  readonly version: string;
  readonly state: WorkerState;
  /** How long we have watched and it gave no sign of life. */
  readonly silentMs: number;
}

/** The store tells ages in whole seconds, and by two readings of its clock. */
const AGE_MARGIN_MS = 2_000;

/**
 * Which workers of the group are alive. No clock is compared with another one: a worker is dead when
 * we have watched its sign of life for the TTL and it has not changed. A time in which we could not
 * look, because we slept or the store was away, says nothing about the others and is not counted.
 */
export class WorkerWatch {
  readonly #options: WatchOptions;
  #sightings: ReadonlyMap<string, Sighting> = new Map();
  #lookedAt: number | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Closing ones included. */
  get alive(): ReadonlySet<string> {
    return new Set(this.#where((worker) => !this.#isDead(worker)));
  }

  /** Those that take shards. */
  get sharers(): Sharer[] {
    return [...this.#sightings]
      .filter(([, worker]) => !this.#isDead(worker) && !worker.state.isLeaving)
      .map(([workerId, { state }]) => ({
        workerId,
        maxShards: state.maxShards ?? Number.POSITIVE_INFINITY,
      }));
  }

  get dead(): string[] {
    return this.#where((worker) => this.#isDead(worker));
  }

  async look(listed: readonly ListedWorker[]): Promise<void> {
    const { now, lookEveryMs } = this.#options;
    const lookedAt = now();
    const watchedMs = Math.min(lookedAt - (this.#lookedAt ?? lookedAt), 2 * lookEveryMs);
    const sightings = new Map<string, Sighting>();
    for (const worker of listed) {
      const sighting = await this.#see(worker, watchedMs);
      if (sighting) sightings.set(worker.workerId, sighting);
    }
    this.#sightings = sightings;
    this.#lookedAt = lookedAt;
  }

  async #see(
    { workerId, version, ageMs = 0 }: ListedWorker,
    watchedMs: number,
  ): Promise<Sighting | undefined> {
    const before = this.#sightings.get(workerId);
    if (before?.version === version) {
      const after = { ...before, silentMs: before.silentMs + watchedMs };
      this.#sayIfDead(workerId, before, after);
      return after;
    }
    const state = await this.#options.read(workerId);
    // A sign of life that is new to us may be an old one all the same.
    const silentMs = before ? 0 : Math.max(0, ageMs - AGE_MARGIN_MS);
    return state && { version, state, silentMs };
  }

  #sayIfDead(workerId: string, before: Sighting, after: Sighting): void {
    if (this.#isDead(before) || !this.#isDead(after)) return;
    this.#options.log.warn('worker dead', { worker: workerId, silentMs: after.silentMs });
  }

  #isDead({ silentMs }: Sighting): boolean {
    return silentMs >= this.#options.ttlMs;
  }

  #where(isSo: (worker: Sighting) => boolean): string[] {
    return [...this.#sightings].filter(([, worker]) => isSo(worker)).map(([id]) => id);
  }
}
