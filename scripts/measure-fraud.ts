import { createFraudDetector, type Alert } from '#consumers/fraud/detector.ts';
import { scoreAlerts, type AlertScore, type PlantedRecord } from '#consumers/fraud/score-alerts.ts';
import type { LabRecord } from '#pipeline/record.ts';
import { cardsFor } from '#producer/inputs/payments/payments.ts';
import { PaymentGenerator } from '#producer/inputs/payments/generator.ts';
import { seededRandom } from '#runtime/random.ts';

export interface Run {
  readonly seed: number;
  readonly rate: number;
  readonly minutes: number;
}

export interface MeasuredRun extends AlertScore {
  readonly payments: number;
  /** Alerts on ordinary payments in the first minute, when no card has a history. */
  readonly falseInFirstMinute: number;
  /** By kind of planted fraud: incidents, and how many of them were found. */
  readonly kinds: ReadonlyMap<string, { readonly planted: number; readonly found: number }>;
}

const START_AT = Date.parse('2026-01-01T00:00:00.000Z');
const MINUTE_MS = 60_000;

/** Payments of so many minutes, and what the detector makes of them; no stream between. */
export function measureFraud({ seed, rate, minutes }: Run): MeasuredRun {
  const random = seededRandom(seed).fork('payments');
  const generator = new PaymentGenerator({ random, rate, cards: cardsFor(rate) });
  const detector = createFraudDetector();
  const planted: PlantedRecord[] = [];
  const alerts: Alert[] = [];
  const innocent = new Set<string>();

  let payments = 0;
  for (let timed = generator.next(); timed.at < minutes * MINUTE_MS; timed = generator.next()) {
    const eventAt = START_AT + Math.floor(timed.at);
    const { payment, truth } = timed;
    const id = `run-${payments++}`;
    const record: LabRecord = {
      id,
      key: payment.card,
      eventAt,
      producedAt: eventAt,
      data: payment,
    };
    if (truth !== undefined) planted.push({ recordId: id, truth, eventAt });
    const alert = detector.observe(record);
    if (alert === undefined) continue;
    alerts.push(alert);
    if (truth === undefined) innocent.add(id);
  }

  return {
    ...scoreAlerts(planted, alerts),
    payments,
    falseInFirstMinute: alerts.filter(
      ({ recordId, eventAt }) => innocent.has(recordId) && eventAt < START_AT + MINUTE_MS,
    ).length,
    kinds: byKind(planted, alerts),
  };
}

function byKind(planted: readonly PlantedRecord[], alerts: readonly Alert[]): MeasuredRun['kinds'] {
  const kindOf = ({ truth }: PlantedRecord): string => truth.slice(0, truth.indexOf('#'));
  const kinds = [...new Set(planted.map(kindOf))].sort();
  return new Map(
    kinds.map((kind) => {
      const ofKind = planted.filter((record) => kindOf(record) === kind);
      const { planted: incidents, recall } = scoreAlerts(ofKind, alerts);
      return [kind, { planted: incidents, found: Math.round(incidents * (recall ?? 0)) }];
    }),
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
