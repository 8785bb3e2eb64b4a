import type { LabRecord } from '#pipeline/record.ts';
import type { Suspected, SuspicionKind } from '#pipeline/suspicion.ts';
import { RecentKeys } from '../recent-keys.ts';
import { History } from './history.ts';
import type { Suspicion } from './rule.ts';
import { RULES } from './rules.ts';
import { sightingOf, type Sighting } from './sighting.ts';
import { inWords } from './words.ts';

export interface Alert {
  readonly recordId: string;
  readonly key: string;
  readonly kind: SuspicionKind;
  /** How unlikely it is for this key, in powers of ten: 6 is one in a million. At most 12. */
  readonly score: number;
  readonly why: Suspected;
  /** The same in words. */
  readonly reason: string;
  /** The event time of the record. */
  readonly eventAt: number;
}

export interface FraudDetectorOptions {
  /** Keys whose history is kept; beyond it, those not seen for longest are forgotten. */
  readonly maxKeys?: number;
}

export interface FraudDetector {
  /** Judges a record by its key's own history, then learns from it unless it looks wrong. */
  readonly observe: (record: LabRecord) => Alert | undefined;
  readonly stats: () => FraudDetectorStats;
}

export interface FraudDetectorStats {
  readonly observed: number;
  readonly alerts: number;
  /** Seen before, or older than all that is remembered of their key: neither judged nor learned. */
  readonly ignored: number;
  readonly keys: number;
}

const DEFAULT_MAX_KEYS = 20_000;
/** A key that went on looking wrong for so long has a new habit; its history begins again. */
const NEW_HABIT_AFTER = 40;
const HIGHEST_SCORE = 12;

/**
 * Finds payments, or records of any kind, that are unlike their own key's. It knows no other key, no
 * list of merchants and no model but the history it keeps: of each key averages, places, names and
 * the last 48 records. Time is the records' event time, so that late ones and repeats do no harm.
 */
export function createFraudDetector({
  maxKeys = DEFAULT_MAX_KEYS,
}: FraudDetectorOptions = {}): FraudDetector {
  const histories = new RecentKeys(maxKeys, () => new History());
  let observed = 0;
  let alerts = 0;
  let ignored = 0;

  return {
    observe(record) {
      observed += 1;
      const sighting = sightingOf(record);
      const history = histories.of(record.key);
      if (history.isKnown(sighting)) {
        ignored += 1;
        return undefined;
      }
      const suspicion = mostBelieved(sighting, history);
      history.note(sighting, suspicion?.why.kind);
      if (suspicion === undefined) return undefined;
      if (history.suspectedInARow >= NEW_HABIT_AFTER) histories.forget(record.key);
      alerts += 1;
      return alertOf(record, suspicion);
    },
    stats: () => ({ observed, alerts, ignored, keys: histories.size }),
  };
}

function mostBelieved(sighting: Sighting, history: History): Suspicion | undefined {
  for (const rule of RULES) {
    const suspicion = rule(sighting, history);
    if (suspicion !== undefined) return suspicion;
  }
  return undefined;
}

const alertOf = (record: LabRecord, { why, surprise }: Suspicion): Alert => ({
  recordId: record.id,
  key: record.key,
  kind: why.kind,
  score: Math.min(HIGHEST_SCORE, Math.round((surprise / Math.LN10) * 10) / 10),
  why,
  reason: inWords(why),
  eventAt: record.eventAt,
});
