/**
 * How often a shard is asked. A shard answers five times a second for all its readers together, so
 * a reader that is at the tip takes one of them and a reader that is behind what is left over.
 */
export interface PollingPace {
  /** Between two questions at the tip. */
  readonly everyMs: number;
  /** Added after refusals, and taken off again bit by bit. */
  readonly penaltyMs: number;
}

/** 5 GetRecords a second and shard; no faster while behind, however much there is. */
const MIN_INTERVAL_MS = 200;
const MAX_INTERVAL_MS = 5_000;
const RECOVERY_STEP_MS = 200;

export const unpunished = (everyMs: number): PollingPace => ({ everyMs, penaltyMs: 0 });

/** Refused for throughput: at most half as often from now on. */
export const slower = (pace: PollingPace): PollingPace => ({
  ...pace,
  penaltyMs: Math.min(MAX_INTERVAL_MS, Math.max(RECOVERY_STEP_MS, pace.penaltyMs * 2)),
});

/** Answered: a little more often. */
export const faster = (pace: PollingPace): PollingPace =>
  pace.penaltyMs === 0
    ? pace
    : { ...pace, penaltyMs: Math.max(0, pace.penaltyMs - RECOVERY_STEP_MS) };

export interface LastPoll {
  /** When it was to happen: waits count from here, so that a slow answer shifts no later question. */
  readonly scheduledAt: number;
  readonly startedAt: number;
  readonly millisBehind: number;
}

/** When to ask next; in the past means at once. */
export function nextPollAt(pace: PollingPace, last: LastPoll): number {
  const { scheduledAt, startedAt, millisBehind } = last;
  const leastMs = Math.min(MIN_INTERVAL_MS, pace.everyMs);
  const baseMs = millisBehind > 0 ? leastMs : pace.everyMs;
  const intervalMs = Math.min(MAX_INTERVAL_MS, baseMs + pace.penaltyMs);
  // What was missed is not made up for: a question that came a whole interval late sets the pace anew.
  const from = startedAt - scheduledAt < intervalMs ? scheduledAt : startedAt;
  return Math.max(from + intervalMs, startedAt + leastMs);
}
