import type { Alert } from './detector.ts';

/** What was planted: the record, the incident it is part of (`KIND#NUMBER`), and when it happened. */
export interface PlantedRecord {
  readonly recordId: string;
  readonly truth: string;
  readonly eventAt: number;
}

export interface AlertScore {
  /** Incidents that were planted; each is one or more records. */
  readonly planted: number;
  readonly alerts: number;
  /** The share of alerts that are on a planted record; null without alerts. */
  readonly precision: number | null;
  /** The share of planted incidents with an alert on at least one record; null without incidents. */
  readonly recall: number | null;
  /** From an incident's first record to its first record with an alert, in event time. */
  readonly medianDetectionMs: number | null;
  readonly plantedRecords: number;
  /** The share of planted records with an alert: what blocking on alert would have stopped. */
  readonly recordRecall: number | null;
  readonly falseAlerts: number;
}

/**
 * Compares alerts with what was planted. Recall is told by incident, because nobody can know the
 * first payment of a burst from an ordinary one; by record it is told beside.
 */
export function scoreAlerts(
  truths: Iterable<PlantedRecord>,
  alerts: Iterable<Pick<Alert, 'recordId'>>,
): AlertScore {
  const alerted = new Set<string>();
  for (const { recordId } of alerts) alerted.add(recordId);

  const incidents = new Map<string, Incident>();
  let plantedRecords = 0;
  let trueAlerts = 0;
  for (const { recordId, truth, eventAt } of truths) {
    const incident = incidents.get(truth) ?? { firstAt: Infinity, foundAt: Infinity };
    incidents.set(truth, incident);
    incident.firstAt = Math.min(incident.firstAt, eventAt);
    plantedRecords += 1;
    if (!alerted.has(recordId)) continue;
    trueAlerts += 1;
    incident.foundAt = Math.min(incident.foundAt, eventAt);
  }

  const found = [...incidents.values()].filter(({ foundAt }) => foundAt !== Infinity);
  return {
    planted: incidents.size,
    alerts: alerted.size,
    precision: shareOf(trueAlerts, alerted.size),
    recall: shareOf(found.length, incidents.size),
    medianDetectionMs: median(found.map(({ foundAt, firstAt }) => foundAt - firstAt)),
    plantedRecords,
    recordRecall: shareOf(trueAlerts, plantedRecords),
    falseAlerts: alerted.size - trueAlerts,
  };
}

interface Incident {
  firstAt: number;
  foundAt: number;
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The middle value, or the mean of the middle two. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}
