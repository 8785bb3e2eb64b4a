import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import { describeError, OwnershipLost } from './errors.ts';
import { ForeignWrite, type Change, type Register } from './register.ts';
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
 * it, never back, and never over someone else's. It ends in one of two ways: the shard is let go with
 * a last write, or it is lost and nothing more is written.
 */
export class ShardCheckpoint {
  readonly #options: CheckpointOptions;
  #sequenceNumber: string | undefined;
  #handledUntil: number | null = null;
  #writing: Promise<void> = Promise.resolve();
  #epoch = 0;
  readonly #leaving = new AbortController();
  readonly #lost = new AbortController();

  constructor(options: CheckpointOptions) {
    this.#options = options;
  }

  get state(): ShardState {
    return this.#options.register.state;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Aborts when the shard is to be let go, once the handler has finished what it holds. */
  get leaving(): AbortSignal {
    return this.#leaving.signal;
  }

  /** Aborts when the shard is someone else's, or may be. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Someone else is to have the shard. */
  leave(): void {
    this.#leaving.abort();
  }

  /** From here on nothing is begun or written for it. */
  lose(): void {
    this.#lost.abort();
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

  /**
   * Makes the shard ours, unless someone else has become its owner since we last looked. Whoever held
   * it finds out at its next checkpoint or scan. Throws OwnershipLost.
   */
  async acquire(): Promise<void> {
    const { register, workerId, incarnation } = this.#options;
    const { epoch } = register.state;
    const acquisition: Change<ShardState> = {
      update: (state) => ({
        ...state,
        owner: workerId,
        incarnation,
        epoch: state.incarnation === incarnation ? state.epoch : state.epoch + 1,
        handoffTo: undefined,
      }),
      accepts: (found) => found.epoch === epoch || found.incarnation === incarnation,
    };
    await this.#inTurn(async () => {
      try {
        await this.#change(acquisition);
      } catch (error) {
        // Who was faster must be known, or the next plan would have us try in vain again.
        if (error instanceof OwnershipLost) await register.refresh();
        throw error;
      }
      this.#epoch = register.state.epoch;
    });
  }

  /** Looks at what others have written. Throws OwnershipLost. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      const { register } = this.#options;
      if (this.#epoch === 0) return;
      const isThere = await register.refresh();
      if (isThere && this.#isOurs(register.state)) return;
      throw this.#taken(register.state.owner);
    });
  }

  /** Keeps the shard although someone has asked for it. Throws OwnershipLost. */
  decline(): Promise<void> {
    return this.#write((state) =>
      state.handoffTo === undefined ? undefined : { ...state, handoffTo: undefined },
    );
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

  /**
   * The last checkpoint; the shard is nobody's then, or theirs who have asked for it. What cannot be
   * stored in time will come again.
   */
  async release(): Promise<void> {
    const { clock, log, shardId } = this.#options;
    const timer = new AbortController();
    const patience = new AbortController();
    void clock.sleep(RELEASE_WITHIN_MS, timer.signal).then(() => patience.abort());
    try {
      const write = this.#write((state) => letGo(settled(state, this.#progress())));
      const outcome = await unlessAborted(write, patience.signal);
      if (outcome === ABORTED) log.error('last checkpoint not stored', { shardId });
      else if (this.state.owner !== null) log.info('lease handed over', { to: this.state.owner });
    } catch (error) {
      log.warn('shard not released', { shardId, error: describeError(error) });
    } finally {
      timer.abort();
    }
  }

  /** One write at a time: each is decided on what the one before has left. */
  #write(update: Change<ShardState>['update']): Promise<void> {
    return this.#inTurn(() => {
      const { state } = this.#options.register;
      // A look may have shown us the next owner, over whom a conditional write would succeed.
      if (this.lost.aborted || !this.#isOurs(state)) throw this.#taken(state.owner);
      // An earlier write of ours that lost its answer is no one else's.
      return this.#change({ update, accepts: (found) => this.#isOurs(found) });
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => {});
    return done;
  }

  async #change(change: Change<ShardState>): Promise<void> {
    try {
      await this.#options.register.change(change);
    } catch (error) {
      if (!(error instanceof ForeignWrite)) throw error;
      const found = error.found as ShardState | undefined;
      throw this.#taken(found?.owner ?? null);
    }
  }

  /** Someone else's from now on. One that we were too late for was never ours. */
  #taken(owner: string | null): OwnershipLost {
    const { log, shardId } = this.#options;
    if (this.#epoch > 0 && !this.lost.aborted) log.warn('lease lost', { owner });
    this.lose();
    return new OwnershipLost(shardId, owner);
  }

  #isOurs({ incarnation, epoch }: ShardState): boolean {
    return incarnation === this.#options.incarnation && epoch === this.#epoch;
  }

  #progress() {
    return { sequenceNumber: this.#sequenceNumber, handledUntil: this.#handledUntil };
  }
}

/** Its next owner makes an epoch of its own. */
const letGo = ({ handoffTo, ...state }: ShardState): ShardState =>
  handoffTo === undefined
    ? { ...state, owner: null }
    : { ...state, owner: handoffTo, incarnation: null };
