import type { SuspicionKind } from '#pipeline/suspicion.ts';
import { burstEndingAt, type Burst } from './burst.ts';
import type { History, Remembered } from './history.ts';
import type { Rule } from './rule.ts';
import type { Sighting } from './sighting.ts';
import type { Surprise } from './surprise.ts';

/** How many gaps and values a habit must rest on. */
const ENOUGH_GAPS = 9;
const ENOUGH_VALUES = 14;

const ofAnySort = (): boolean => true;

/** Many records in a short time, of whatever sort. */
const BURST_ALARM: Surprise = 12;
const SMALLEST_BURST = 5;

export const velocity: Rule = (sighting, history) => {
  if (!isCrowded(sighting, history)) return undefined;
  const earlier = earlierTimes(sighting, history, 'velocity', ofAnySort);
  const burst = burstOf(sighting, history, { earlier, share: 1, smallest: SMALLEST_BURST });
  if (burst === undefined || burst.surprise < BURST_ALARM) return undefined;
  const kind = sighting.isPayment ? 'velocity' : 'unusual-rate';
  return { surprise: burst.surprise, why: { kind, ...figuresOf(burst, history.gapMs) } };
};

/** Several payments that are small for this card, in a short time: somebody tries whether it works. */
const TESTING_ALARM: Surprise = 12;
const SMALLEST_TEST = 3;
/** A payment counts as no larger than this one up to three times its amount. */
const NO_LARGER = Math.log(3);
/** A sort that makes up more of a habit than this is not unusual at all. */
const SMALL_SHARE = 0.25;

export const cardTesting: Rule = (sighting, history) => {
  if (!sighting.isPayment || history.learned < ENOUGH_VALUES) return undefined;
  if (!isCrowded(sighting, history)) return undefined;
  const limit = sighting.value + NO_LARGER;
  const isSmall = ({ value }: Remembered): boolean => value <= limit;
  const earlier = earlierTimes(sighting, history, 'card-testing', isSmall);
  if (earlier.length < SMALLEST_TEST - 1) return undefined;
  const share = shareOf(history, sighting.at, isSmall);
  if (share > SMALL_SHARE) return undefined;
  const burst = burstOf(sighting, history, { earlier, share, smallest: SMALLEST_TEST });
  if (burst === undefined || burst.surprise < TESTING_ALARM) return undefined;
  const figures = figuresOf(burst, history.gapMs / share);
  return {
    surprise: burst.surprise,
    why: { kind: 'card-testing', ...figures, most: Math.exp(limit) },
  };
};

/** Several payments of nearly the same amount in a short time, from a card whose amounts vary. */
const ALIKE = 0.08;
const REPETITION_ALARM: Surprise = 10.5;
const SMALLEST_REPETITION = 4;

export const repeatedAmount: Rule = (sighting, history) => {
  const { value, isPayment } = sighting;
  if (!isPayment || history.learned < ENOUGH_VALUES || !isCrowded(sighting, history))
    return undefined;
  const isAlike = (other: Remembered): boolean => Math.abs(other.value - value) <= ALIKE;
  const earlier = earlierTimes(sighting, history, 'repeated-amount', isAlike);
  if (earlier.length < SMALLEST_REPETITION - 1) return undefined;
  const share = Math.max(
    shareOf(history, sighting.at, isAlike),
    shareWithin(value, ALIKE, history),
  );
  const burst = burstOf(sighting, history, { earlier, share, smallest: SMALLEST_REPETITION });
  if (burst === undefined || burst.surprise < REPETITION_ALARM) return undefined;
  const figures = figuresOf(burst, history.gapMs / share);
  return {
    surprise: burst.surprise,
    why: { kind: 'repeated-amount', ...figures, amount: Math.exp(value) },
  };
};

/** Whether it is worth a closer look: two records before this one within a usual gap. */
function isCrowded({ at }: Sighting, history: History): boolean {
  const { remembered, gaps, gapMs } = history;
  if (gaps < ENOUGH_GAPS) return false;
  const earlier = remembered[history.indexOf(at) - 2];
  return earlier !== undefined && at - earlier.at < gapMs;
}

/** A run that lasts longer than this many usual gaps is a habit rather than a burst. */
const LONGEST_BURST_GAPS = 10;

/**
 * When earlier records of the sort were, newest first. Those that are under suspicion of something
 * else have their explanation and do not count.
 */
function earlierTimes(
  { at }: Sighting,
  history: History,
  kind: SuspicionKind,
  isOfTheSort: (other: Remembered) => boolean,
): readonly number[] {
  const times: number[] = [];
  const from = at - LONGEST_BURST_GAPS * history.gapMs;
  for (let index = history.indexOf(at) - 1; index >= 0; index--) {
    const other = history.remembered[index];
    if (other === undefined || other.at < from) break;
    if (!isOfTheSort(other)) continue;
    if (other.suspectedOf === undefined || other.suspectedOf === kind) times.push(other.at);
  }
  return times;
}

interface Sort {
  readonly earlier: readonly number[];
  /** The share of the key's records that are of the sort. */
  readonly share: number;
  readonly smallest: number;
}

/** A rate that rests on few gaps may be this many standard errors higher than it looks. */
const DOUBT = 2;
const MOST_GAPS = 60;

function burstOf(
  { at }: Sighting,
  { gaps, gapMs }: History,
  { earlier, share, smallest }: Sort,
): Burst | undefined {
  if (earlier.length < smallest - 1) return undefined;
  const shortestMeanGapMs = gapMs / (1 + DOUBT / Math.sqrt(Math.min(gaps, MOST_GAPS)));
  const burst = burstEndingAt(at, earlier, Math.max(shortestMeanGapMs, 1) / share);
  return burst !== undefined && burst.count >= smallest ? burst : undefined;
}

/** What happened within this many usual gaps is the case under judgement, not the habit. */
const JUST_NOW_GAPS = 2;

/** The share of a sort in the key's own past; never 0, for what was never seen may be rare only. */
function shareOf(
  { remembered, gapMs }: History,
  at: number,
  isOfTheSort: (other: Remembered) => boolean,
): number {
  let all = 0;
  let ofTheSort = 0;
  for (const other of remembered) {
    if (other.at >= at - JUST_NOW_GAPS * gapMs) break;
    if (other.suspectedOf !== undefined) continue;
    all += 1;
    if (isOfTheSort(other)) ofTheSort += 1;
  }
  return (ofTheSort + 1) / (all + 2);
}

/** The share of a normal habit that lies within `distance` of `value`. */
function shareWithin(
  value: number,
  distance: number,
  { mean, standardDeviation }: History,
): number {
  const deviation = Math.max(standardDeviation, distance);
  const density = Math.exp(-(((value - mean) / deviation) ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return (density * 2 * distance) / deviation;
}

const figuresOf = ({ count, lastingMs }: Burst, usualGapMs: number) => ({
  count,
  withinMs: lastingMs,
  usualGapMs,
});
