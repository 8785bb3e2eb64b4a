import { AWAKE, systemClock, type Clock } from './clock.ts';
import { Timeline } from './timeline.ts';

/** How time passes on a steered clock. */
export interface Pace {
  /** Lab milliseconds that pass in one of real time while the clock is not paused. */
  readonly speed: number;
  readonly isPaused: boolean;
}

/** A clock whose pace may be changed while it runs. */
export interface Steering {
  readonly pace: () => Pace;
  readonly setSpeed: (speed: number) => void;
  /** Time stands still: whoever sleeps goes on sleeping, and work at this instant is finished. */
  readonly pause: () => void;
  readonly resume: () => void;
  /**
   * Moves a paused clock from sleeper to sleeper until `hasHappened`; false if it gave up before, or
   * the clock is not paused.
   */
  readonly step: (hasHappened: () => boolean) => Promise<boolean>;
  /** Lets `ms` pass as fast as the work of each sleeper allows, whatever the pace, then goes on as before. */
  readonly advance: (ms: number) => Promise<void>;
}

/** A clock that runs by itself until it is stopped. */
export interface ScaledClock extends Clock, Steering {
  readonly stop: () => void;
}

export interface ScaledClockOptions {
  /** Lab milliseconds that pass in one of `base`. */
  readonly speed: number;
  /** Work that the clock cannot see, such as requests in flight. */
  readonly isBusy: () => boolean;
  readonly base?: Clock;
}

/**
 * A clock on which a lab minute passes in a second at speed 60. It goes from instant to instant like
 * a virtual clock and only as fast as `speed` allows: each sleeper wakes exactly when it is due, and a
 * machine that cannot keep up makes the run longer, never the measured times wrong. At speed 1 it
 * flows like the system's: there, work takes the time that it takes.
 */
export const scaledClock = ({
  speed,
  isBusy,
  base = systemClock,
}: ScaledClockOptions): ScaledClock => {
  const driver = new Driver(speed, isBusy, base);
  return {
    now: () => driver.now(),
    sleep: (ms, signal) => driver.sleep(ms, signal),
    pace: () => driver.pace,
    setSpeed: (wanted) => driver.change({ speed: wanted }),
    pause: () => driver.change({ isPaused: true }),
    resume: () => driver.change({ isPaused: false }),
    step: (hasHappened) => driver.step(hasHappened),
    advance: (ms) => driver.advance(ms),
    stop: () => driver.stop(),
  };
};

const LONGEST_NAP_MS = 1_000;
/** Sleepers of one step that pass without a happening: more, and nothing is going to happen. */
const MOST_PER_STEP = 10_000;

class Driver {
  readonly #base: Clock;
  readonly #timeline: Timeline;
  readonly #stopped = new AbortController();
  #pace: Pace;
  /** One instant on both clocks, since when the pace has been what it is. */
  #anchor: { readonly lab: number; readonly base: number };
  /** While nothing is left to do, time flows. */
  #nap: { readonly until: number; readonly end: AbortController } | undefined;
  /** Time is being moved by hand: one such move after another. */
  #byHand: Promise<unknown> = Promise.resolve();
  #hands = 0;

  constructor(speed: number, isBusy: () => boolean, base: Clock) {
    this.#base = base;
    this.#pace = { speed, isPaused: false };
    this.#anchor = { lab: base.now(), base: base.now() };
    this.#timeline = new Timeline(base.now(), isBusy);
    void this.#run();
  }

  get pace(): Pace {
    return this.#pace;
  }

  now(): number {
    if (this.#flows) this.#timeline.passTo(this.#allowed());
    else if (this.#nap) this.#timeline.moveTo(this.#allowed());
    return this.#timeline.now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.now();
    const asleep = this.#timeline.sleep(ms, signal);
    if (this.#nap && this.#timeline.nextAt < this.#nap.until) this.#nap.end.abort(AWAKE);
    return asleep;
  }

  change(pace: Partial<Pace>): void {
    this.now();
    this.#pace = { ...this.#pace, ...pace };
    this.#dropAnchor();
    this.#nap?.end.abort(AWAKE);
  }

  step(hasHappened: () => boolean): Promise<boolean> {
    return this.#moveByHand(async () => {
      if (!this.#pace.isPaused) return false;
      for (let passed = 0; passed < MOST_PER_STEP && this.#pace.isPaused; passed++) {
        if (!this.#timeline.wakeNext(Infinity)) return false;
        await this.#timeline.workIsDone();
        if (hasHappened()) return true;
      }
      return false;
    });
  }

  advance(ms: number): Promise<void> {
    return this.#moveByHand(async () => {
      const until = this.#timeline.now + ms;
      while (this.#timeline.wakeNext(until)) await this.#timeline.workIsDone();
      this.#timeline.moveTo(until);
    });
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** At speed 1, unless somebody holds the hands. */
  get #flows(): boolean {
    return this.#pace.speed === 1 && !this.#isHeld;
  }

  get #isHeld(): boolean {
    return this.#pace.isPaused || this.#hands > 0;
  }

  #allowed(): number {
    if (this.#isHeld) return this.#timeline.now;
    const passedMs = (this.#base.now() - this.#anchor.base) * this.#pace.speed;
    return Math.floor(this.#anchor.lab + passedMs);
  }

  #dropAnchor(): void {
    this.#anchor = { lab: this.#timeline.now, base: this.#base.now() };
  }

  #moveByHand<T>(move: () => Promise<T>): Promise<T> {
    const moved = this.#byHand.then(async () => {
      this.now();
      this.#hands += 1;
      try {
        await this.#timeline.workIsDone();
        return await move();
      } finally {
        this.#hands -= 1;
        this.#dropAnchor();
        this.#nap?.end.abort(AWAKE);
      }
    });
    this.#byHand = moved.catch(() => {});
    return moved;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      if (!this.#isHeld && this.#timeline.wakeNext(this.#allowed())) await this.#workOfTheAwoken();
      else await this.#rest();
    }
  }

  /** Where time flows, all that are due wake together and nobody waits for their work. */
  async #workOfTheAwoken(): Promise<void> {
    if (!this.#flows) return this.#timeline.workIsDone();
    while (this.#timeline.wakeNext(this.#allowed()));
    await new Promise((resolve) => setImmediate(resolve));
  }

  async #rest(): Promise<void> {
    const until = this.#isHeld ? -Infinity : this.#timeline.nextAt;
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, this.#stopped.signal]);
    this.#nap = { until, end };
    const waitMs = this.#isHeld ? LONGEST_NAP_MS : (until - this.#allowed()) / this.#pace.speed;
    await this.#base.sleep(Math.min(waitMs, LONGEST_NAP_MS), signal);
    this.now();
    this.#nap = undefined;
  }
}
