import { askUntilAnswered, NoAnswer, type Asking } from './ask.ts';
import type { CoordinationStore } from './coordination.ts';
import { describeError, WorkerReplaced } from './errors.ts';
import { ForeignWrite, Register } from './register.ts';
import { workerFormat, workerKey, type WorkerState } from './state.ts';
import { withDeadline } from './wait.ts';

export interface MembershipOptions extends Asking {
  /** Asked once each time: an answer that comes late proves nothing. */
  readonly store: CoordinationStore;
  readonly groupKey: string;
  readonly nextNonce: () => string;
  readonly workerId: string;
  readonly incarnation: string;
  readonly maxShards: number;
  readonly ttlMs: number;
  readonly heartbeatMs: number;
  /** The others may think us dead, and must be right. */
  readonly onFence: () => void;
  /** They see us again. */
  readonly onReturn: () => void;
}

/** Of the time after which the others think us dead. */
const FENCE_SHARE = 2 / 3;
/** Of the time between two signs of life, after one that failed. */
const RETRY_SHARE = 1 / 10;
/** How long the last writes may take. */
const LEAVE_WITHIN_MS = 5_000;
const NEVER = new AbortController().signal;

/** This worker's place among those of its group: its signs of life, and what follows without them. */
export class Membership {
  readonly #options: MembershipOptions;
  #register: Register<WorkerState> | undefined;
  #provenAt: number;
  #isFenced = false;
  #isLeaving = false;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#provenAt = options.clock.now();
  }

  /** The others may think us dead: nothing may be taken or given. */
  get isFenced(): boolean {
    return this.#isFenced;
  }

  /** Takes the worker id, also from a process that has it: we are the newer one. */
  async join(signal: AbortSignal): Promise<void> {
    const enter = (): Promise<void> => this.#enter();
    await askUntilAnswered('join', enter, this.#options, signal);
  }

  /** Gives signs of life until the signal aborts. Throws WorkerReplaced. */
  async keepAlive(signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const watching = this.#watchSilence(AbortSignal.any([signal, over.signal]));
    try {
      await this.#keepBeating(signal);
    } finally {
      over.abort();
      await watching;
    }
  }

  /** From now on the others give us no further shard. False if that could not be written. */
  async retire(): Promise<boolean> {
    this.#isLeaving = true;
    try {
      await this.#inTime(() => this.#write(), LEAVE_WITHIN_MS, NEVER);
      return true;
    } catch (error) {
      this.#options.log.debug('worker not retired', { error: describeError(error) });
      return false;
    }
  }

  /** Takes the sign of life of a retired worker away: the others need not wait until it looks dead. */
  async leave(): Promise<void> {
    try {
      await this.#delete(this.#options.workerId);
    } catch (error) {
      this.#options.log.debug('worker not taken away', { error: describeError(error) });
    }
  }

  /** Clears away a worker that is dead. Had it not been, it would come back with its next sign. */
  async bury(workerId: string): Promise<void> {
    try {
      const register = await Register.load(this.#place(workerId));
      await register?.change({
        update: (state) => ({ ...state, isLeaving: true }),
        accepts: () => false,
      });
      await this.#delete(workerId);
    } catch (error) {
      // It has come back, or is cleared away the next time.
      this.#options.log.debug('worker not cleared away', { workerId, error: describeError(error) });
    }
  }

  async #keepBeating(signal: AbortSignal): Promise<void> {
    const { clock, heartbeatMs, log } = this.#options;
    const retryMs = Math.ceil(heartbeatMs * RETRY_SHARE);
    let failedAt: number | undefined;
    for (;;) {
      await clock.sleep(failedAt === undefined ? heartbeatMs : retryMs, signal);
      if (signal.aborted) return;
      const beganAt = clock.now();
      const since = failedAt;
      try {
        this.#proven(await this.#inTime(() => this.#beat(since), heartbeatMs, signal));
        failedAt = undefined;
      } catch (error) {
        if (error instanceof WorkerReplaced) throw error;
        if (failedAt === undefined) {
          log.warn('no sign of life given', { error: describeError(error) });
        }
        failedAt ??= beganAt;
      }
    }
  }

  async #watchSilence(signal: AbortSignal): Promise<void> {
    const { clock, ttlMs, heartbeatMs, log, onFence } = this.#options;
    const fenceMs = ttlMs * FENCE_SHARE;
    while (!signal.aborted) {
      const leftMs = this.#provenAt + fenceMs - clock.now();
      if (leftMs <= 0 && !this.#isFenced) {
        this.#isFenced = true;
        log.error('worker fenced: the store does not answer', { silentMs: fenceMs - leftMs });
        onFence();
      }
      await clock.sleep(leftMs > 0 ? leftMs : heartbeatMs, signal);
    }
  }

  #proven(at: number): void {
    const { clock, ttlMs, log, onReturn } = this.#options;
    this.#provenAt = at;
    if (!this.#isFenced || clock.now() - at >= ttlMs * FENCE_SHARE) return;
    this.#isFenced = false;
    log.info('worker back');
    onReturn();
  }

  async #enter(): Promise<void> {
    const { incarnation, maxShards, clock } = this.#options;
    const beganAt = clock.now();
    const state: WorkerState = {
      incarnation,
      maxShards: Number.isFinite(maxShards) ? maxShards : null,
      isLeaving: false,
    };
    const register = await Register.create(this.#place(this.#options.workerId), state);
    if (register.state.incarnation !== incarnation || register.state.isLeaving) {
      await register.change({ update: () => state, accepts: () => true });
    }
    this.#register = register;
    this.#provenAt = beganAt;
  }

  /**
   * Gives a sign of life; resolves to the earliest instant at which the others may have seen it. Of one
   * that failed at `failedAt` perhaps only the answer was lost. Throws WorkerReplaced.
   */
  async #beat(failedAt: number | undefined): Promise<number> {
    const beganAt = this.#options.clock.now();
    if (failedAt !== undefined && (await this.#hasLanded())) return failedAt;
    await this.#write();
    return beganAt;
  }

  async #hasLanded(): Promise<boolean> {
    const { incarnation, workerId } = this.#options;
    const register = this.#register;
    if (!register) return false;
    const { version } = register;
    if (!(await register.refresh())) return false;
    if (register.state.incarnation !== incarnation) throw new WorkerReplaced(workerId);
    return register.version !== version;
  }

  async #write(): Promise<void> {
    const { incarnation, workerId } = this.#options;
    try {
      await this.#register?.change({
        update: (state) => ({ ...state, isLeaving: this.#isLeaving }),
        accepts: (found) => found.incarnation === incarnation,
      });
    } catch (error) {
      if (!(error instanceof ForeignWrite)) throw error;
      if (error.found) throw new WorkerReplaced(workerId);
      // Someone took us for dead and cleared our place away.
      if (!this.#isLeaving) await this.#enter();
    }
  }

  async #delete(workerId: string): Promise<void> {
    const { store, groupKey } = this.#options;
    const key = workerKey(groupKey, workerId);
    await this.#inTime(() => store.delete(key), LEAVE_WITHIN_MS, NEVER);
  }

  #inTime<Answer>(ask: () => Promise<Answer>, ms: number, signal: AbortSignal): Promise<Answer> {
    const { clock } = this.#options;
    const late = (): Error => new NoAnswer(`no answer within ${ms} ms`);
    return withDeadline(ask, { clock, ms, signal }, late);
  }

  #place(workerId: string) {
    const { store, groupKey, nextNonce } = this.#options;
    return { store, nextNonce, key: workerKey(groupKey, workerId), format: workerFormat };
  }
}
