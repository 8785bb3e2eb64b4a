import { AWAKE, systemClock, type Clock } from './clock.ts';
import { Timeline } from './timeline.ts';

/** A clock that runs by itself until it is stopped. */
export interface ScaledClock extends Clock {
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
 * machine that cannot keep up makes the run longer, never the measured times wrong.
 */
export function scaledClock({
  speed,
  isBusy,
  base = systemClock,
}: ScaledClockOptions): ScaledClock {
  const origin = base.now();
  const timeline = new Timeline(origin, isBusy);
  const allowed = (): number => Math.floor(origin + (base.now() - origin) * speed);
  const stopped = new AbortController();
  /** While nothing is left to do, time flows. */
  let nap: { readonly until: number; readonly end: AbortController } | undefined;

  function now(): number {
    if (nap) timeline.moveTo(allowed());
    return timeline.now;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      if (timeline.wakeNext(allowed())) await timeline.workIsDone();
      else await rest();
    }
  }

  async function rest(): Promise<void> {
    const until = timeline.nextAt;
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, stopped.signal]);
    nap = { until, end };
    const waitMs = (until - allowed()) / speed;
    await base.sleep(Math.min(waitMs, LONGEST_NAP_MS), signal);
    now();
    nap = undefined;
  }

  void run();
  return {
    now,
    sleep(ms, signal) {
      now();
      const asleep = timeline.sleep(ms, signal);
      if (nap && timeline.nextAt < nap.until) nap.end.abort(AWAKE);
      return asleep;
    },
    stop: () => stopped.abort(),
  };
}

const LONGEST_NAP_MS = 1_000;
