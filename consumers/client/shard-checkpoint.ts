import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import { describeError, OwnershipLost } from './errors.ts';
import { ForeignWrite, type Register } from './register.ts';
import type { ShardState } from './state.ts';
import { ABORTED, unlessAborted } from './wait.ts';
import { advanced, settled } from './watermark.ts';

export interface CheckpointOptions {
  readonly shardId: string;
  readonly register: Register<ShardState>;
  readonly workerId: string;
  readonly incarnation: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly everyMs: number;
}

/** How long the last write may take, when the shard is let go. */
const RELEASE_WITHIN_MS = 5_000;

/**
 * Holds a shard and keeps its checkpoint in the store behind what the handler has done: never past
 * it, never back, and never over someone else's.
 */
export class ShardCheckpoint {
  readonly #options: CheckpointOptions;
  #sequenceNumber: string | undefined;
  #handledUntil: number | null = null;
  #writing: Promise<void> = Promise.resolve();
  #epoch = 0;

  constructor(options: CheckpointOptions) {
    this.#options = options;
  }

  get state(): ShardState {
    return this.#options.register.state;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** The last record done; undefined: none since the shard was taken. */
  get sequenceNumber(): string | undefined {
    return this.#sequenceNumber;
  }

  get handledUntil(): number | null {
    return this.#handledUntil ?? this.state.handledUntil;
  }

  /** The record and all before it are done. */
  advance(sequenceNumber: string): void {
    this.#sequenceNumber = sequenceNumber;
  }

  /** All that arrived up to this instant is done. */
  handledAllUntil(instant: number): void {
    this.#handledUntil = instant;
  }

  /** Makes the shard ours. Whoever held it finds out at its next checkpoint. */
  async acquire(): Promise<void> {
    const { register, workerId, incarnation } = this.#options;
    await register.change({
      update: (state) => ({
        ...state,
        owner: workerId,
        incarnation,
        epoch: state.incarnation === incarnation ? state.epoch : state.epoch + 1,
      }),
      accepts: () => true,
    });
    this.#epoch = register.state.epoch;
  }

  /** Stores how far the handler has come. Throws OwnershipLost. */
  store(): Promise<void> {
    return this.#write((state) => advanced(state, this.#progress()));
  }

  /** Every record of the shard is done. */
  end(): Promise<void> {
    return this.#write((state) => ({ ...state, checkpoint: 'SHARD_END', owner: null }));
  }

  /** Stores every so often, until the signal aborts. Throws OwnershipLost. */
  async keepStoring(signal: AbortSignal): Promise<void> {
    const { clock, everyMs } = this.#options;
    for (;;) {
      await clock.sleep(everyMs, signal);
      if (signal.aborted) return;
      // When told to stop, not waited for: the last write, at release, comes after this one.
      await unlessAborted(this.store(), signal);
    }
  }

  /** The last checkpoint, and nobody's shard. What cannot be stored in time will come again. */
  async release(): Promise<void> {
    const { clock, log, shardId } = this.#options;
    const timer = new AbortController();
    const patience = new AbortController();
    void clock.sleep(RELEASE_WITHIN_MS, timer.signal).then(() => patience.abort());
    try {
      const write = this.#write((state) => ({ ...settled(state, this.#progress()), owner: null }));
      const outcome = await unlessAborted(write, patience.signal);
      if (outcome === ABORTED) log.error('last checkpoint not stored', { shardId });
    } catch (error) {
      log.warn('shard not released', { shardId, error: describeError(error) });
    } finally {
      timer.abort();
    }
  }

  /** One write at a time: each is decided on what the one before has left. */
  #write(update: (state: ShardState) => ShardState | undefined): Promise<void> {
    const written = this.#writing.then(() => this.#change(update));
    this.#writing = written.catch(() => {});
    return written;
  }

  async #change(update: (state: ShardState) => ShardState | undefined): Promise<void> {
    const { register, incarnation, shardId } = this.#options;
    try {
      // An earlier write of ours that lost its answer is no one else's.
      const accepts = (found: ShardState): boolean =>
        found.incarnation === incarnation && found.epoch === this.#epoch;
      await register.change({ update, accepts });
    } catch (error) {
      if (!(error instanceof ForeignWrite)) throw error;
      const found = error.found as ShardState | undefined;
      throw new OwnershipLost(shardId, found?.owner ?? null);
    }
  }

  #progress() {
    return { sequenceNumber: this.#sequenceNumber, handledUntil: this.#handledUntil };
  }
}
