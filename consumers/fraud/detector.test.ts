import { describe, expect, it } from 'vitest';
import type { LabRecord } from '#pipeline/record.ts';
import { createFraudDetector, type Alert } from './detector.ts';

const START_AT = Date.parse('2026-01-01T00:00:00.000Z');
const GAP_MS = 10_000;

const LISBOA = { city: 'Lisboa', country: 'PT', lat: 38.722, lon: -9.139 };
const TOKYO = { city: 'Tokyo', country: 'JP', lat: 35.677, lon: 139.65 };

let made = 0;
const payment = (atMs: number, data: Record<string, unknown> = {}): LabRecord => ({
  id: `run-${made++}`,
  key: 'card-1',
  eventAt: START_AT + atMs,
  producedAt: START_AT + atMs,
  data: {
    card: 'card-1',
    amount: 20,
    merchant: 'Mercado Sol',
    category: 'groceries',
    channel: 'chip',
    ...LISBOA,
    ...data,
  },
});

const AMOUNTS = [12, 20, 31, 17, 24, 15, 40, 22, 19, 27];

/** A habit: one payment about every 10 s, amounts between 12 and 40, at home. */
const habit = (count: number): LabRecord[] =>
  Array.from({ length: count }, (_, index) =>
    payment(index * GAP_MS + (index % 3) * 700, { amount: AMOUNTS[index % AMOUNTS.length] }),
  );

const HABIT_PAYMENTS = 40;
const AFTER_MS = HABIT_PAYMENTS * GAP_MS;

const alertsOn = (records: readonly LabRecord[], detector = createFraudDetector()): Alert[] =>
  records.flatMap((record) => detector.observe(record) ?? []);

const alertsAfterHabit = (records: readonly LabRecord[]): Alert[] =>
  alertsOn([...habit(HABIT_PAYMENTS), ...records]);

const kindsOf = (alerts: readonly Alert[]): string[] => [...new Set(alerts.map((a) => a.kind))];

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('the fraud detector', () => {
  it('says nothing about a card that does what it always does', () => {
    expect(alertsOn(habit(300))).toEqual([]);
  });

  it('recognises tiny amounts in seconds as card testing', () => {
    const alerts = alertsAfterHabit(
      times(8, (index) => payment(AFTER_MS + index * 400, { amount: 1 + index / 10 })),
    );
    expect(kindsOf(alerts)).toEqual(['card-testing']);
    expect(alerts[0]?.reason).toMatch(
      /^\d payments in [\d.]+ s, none above [\d.]+; this card usually makes one as small as that in \d+ (s|min)$/,
    );
  });

  it('recognises a place that no aeroplane reaches in the time', () => {
    const [alert] = alertsAfterHabit([payment(AFTER_MS + 60_000, TOKYO)]);
    expect(alert).toMatchObject({ kind: 'impossible-travel', score: 12 });
    expect(alert?.reason).toMatch(/^shown in Tokyo, 111\d\d km from Lisboa, 70 s later$/);
  });

  it('lets a card be at home again after a thief used it elsewhere', () => {
    const alerts = alertsAfterHabit([
      payment(AFTER_MS + 60_000, TOKYO),
      payment(AFTER_MS + 65_000),
    ]);
    expect(alerts).toHaveLength(1);
  });

  it('lets a card fly', () => {
    expect(alertsAfterHabit([payment(AFTER_MS + 15 * 3_600_000, TOKYO)])).toEqual([]);
  });

  it('does not take the seat of an online shop for a place of the card', () => {
    const online = payment(AFTER_MS, { ...TOKYO, country: 'PT', channel: 'online' });
    expect(alertsAfterHabit([online])).toEqual([]);
  });

  it('believes that a card has moved once it is shown nowhere else', () => {
    const moved = times(30, (index) => payment(AFTER_MS + index * GAP_MS, TOKYO));
    expect(alertsAfterHabit(moved).length).toBeLessThan(5);
  });

  it('recognises an amount far from the habit', () => {
    const [alert] = alertsAfterHabit([payment(AFTER_MS, { amount: 900 })]);
    expect(alert?.kind).toBe('unusual-amount');
    expect(alert?.reason).toMatch(/^900, where this card usually pays about 2\d(\.\d+)?$/);
  });

  it('lets a card buy something twice as dear as ever', () => {
    expect(alertsAfterHabit([payment(AFTER_MS, { amount: 80 })])).toEqual([]);
  });

  it('recognises many payments in a short time', () => {
    const spree = times(15, (index) =>
      payment(AFTER_MS + index * 500, { amount: AMOUNTS[(index * 3) % AMOUNTS.length] }),
    );
    const alerts = alertsAfterHabit(spree);
    expect(kindsOf(alerts)).toEqual(['velocity']);
    expect(alerts[0]?.reason).toMatch(
      /^\d+ payments in [\d.]+ s; this card usually makes one in [\d.]+ s$/,
    );
  });

  it('does not blame the payment that follows a spree at the usual distance', () => {
    const spree = times(15, (index) => payment(AFTER_MS + index * 500, { amount: 13 + index * 2 }));
    const next = payment(AFTER_MS + 15 * 500 + GAP_MS);
    const alerts = alertsAfterHabit([...spree, next]);
    expect(alerts.map(({ recordId }) => recordId)).not.toContain(next.id);
  });

  it('recognises the same amount again and again', () => {
    const repeated = times(8, (index) =>
      payment(AFTER_MS + index * 2_500, { amount: 48 + (index % 3) * 0.7 }),
    );
    expect(kindsOf(alertsAfterHabit(repeated))).toEqual(['repeated-amount']);
  });

  it('recognises a dear payment to a new country for something new', () => {
    const strange = payment(AFTER_MS, {
      ...TOKYO,
      channel: 'online',
      category: 'games',
      amount: 95,
    });
    expect(alertsAfterHabit([strange])).toMatchObject([{ kind: 'out-of-character' }]);
  });

  it('names the record, its key and its event time', () => {
    const fraud = payment(AFTER_MS, { amount: 900 });
    expect(alertsAfterHabit([fraud])).toMatchObject([
      { recordId: fraud.id, key: 'card-1', eventAt: fraud.eventAt },
    ]);
  });

  it('says nothing while it knows too little, whatever comes', () => {
    const wild = times(9, (index) =>
      payment(index * 300, { amount: 10 ** (index % 4), ...(index % 2 ? TOKYO : LISBOA) }),
    );
    expect(alertsOn(wild)).toEqual([]);
  });

  it('judges each key by itself', () => {
    const other = { ...payment(AFTER_MS, { amount: 900 }), key: 'card-2' };
    expect(alertsAfterHabit([other])).toEqual([]);
  });
});

describe('the fraud detector, on a stream as streams are', () => {
  it('does not alert twice on a record that comes twice', () => {
    const fraud = payment(AFTER_MS, { amount: 900 });
    expect(alertsAfterHabit([fraud, fraud, ...habit(3), fraud])).toHaveLength(1);
  });

  it('learns nothing from repeats', () => {
    const records = habit(HABIT_PAYMENTS);
    const [once, twice] = [createFraudDetector(), createFraudDetector()];
    const test = times(8, (index) => payment(AFTER_MS + index * 700, { amount: 1 + index / 9 }));
    const expected = alertsOn([...records, ...test], once);
    const repeated = records.flatMap((record, index) => [
      record,
      ...records.slice(index - 3, index),
    ]);
    expect(alertsOn([...repeated, ...test], twice)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
    expect(twice.stats().ignored).toBeGreaterThan(HABIT_PAYMENTS);
  });

  it('raises no false alarm when records overtake each other', () => {
    const records = habit(200);
    const shuffled = records.flatMap((_, index) =>
      index % 4 === 0 ? records.slice(index, index + 4).toReversed() : [],
    );
    expect(alertsOn(shuffled)).toEqual([]);
  });

  it('finds a spree that comes out of order', () => {
    const spree = times(15, (index) => payment(AFTER_MS + index * 500, { amount: 13 + index * 2 }));
    const swapped = spree.flatMap((_, index) =>
      index % 3 === 0 ? spree.slice(index, index + 3).toReversed() : [],
    );
    expect(alertsAfterHabit(swapped).length).toBeGreaterThan(2);
  });

  it('remembers no more keys than it may', () => {
    const detector = createFraudDetector({ maxKeys: 100 });
    for (let card = 0; card < 1_000; card++) {
      detector.observe({ ...payment(card), key: `card-${card}` });
    }
    expect(detector.stats().keys).toBeLessThanOrEqual(100);
  });

  it('accepts a new habit in the end', () => {
    const faster = times(400, (index) =>
      payment(AFTER_MS + index * 200, { amount: AMOUNTS[index % AMOUNTS.length] }),
    );
    const alerts = alertsAfterHabit(faster);
    expect(alerts.length).toBeGreaterThan(0);
    expect(alerts.filter(({ eventAt }) => eventAt > START_AT + AFTER_MS + 200 * 200)).toEqual([]);
  });
});

describe('the fraud detector, on records that are no payments', () => {
  const reading = (index: number, value: number, atMs = index * GAP_MS): LabRecord => ({
    id: `sensor-${made++}`,
    key: 'station-1',
    eventAt: START_AT + atMs,
    producedAt: START_AT + atMs,
    data: { magnitude: value, lat: index, lon: -index },
  });
  const readings = times(60, (index) => reading(index, 1 + (index % 5) / 4));

  it('flags a value unlike the key, in either direction', () => {
    expect(alertsOn([...readings, reading(60, 7)])).toMatchObject([
      { kind: 'unusual-value', reason: '7, where this key usually has about 1.5' },
    ]);
    expect(alertsOn([...readings, reading(60, -4)])).toMatchObject([{ kind: 'unusual-value' }]);
  });

  it('flags a rate unlike the key', () => {
    const swarm = times(20, (index) => reading(60, 1.5, 600_000 + index * 400));
    const alerts = alertsOn([...readings, ...swarm]);
    expect(kindsOf(alerts)).toEqual(['unusual-rate']);
    expect(alerts[0]?.reason).toMatch(
      /^\d+ records in [\d.]+ s; this key usually has one in [\d.]+ s$/,
    );
  });

  it('does not take coordinates for the place of a card', () => {
    expect(alertsOn(readings)).toEqual([]);
  });

  it('takes records without any number by their rate alone', () => {
    const words = times(60, (index) => ({ ...reading(index, 0), data: { word: 'x' } }));
    expect(alertsOn(words)).toEqual([]);
  });
});
