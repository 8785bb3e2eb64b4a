import { describe, expect, it } from 'vitest';
import { seededRandom } from '#runtime/random.ts';
import { distanceKm } from './cities.ts';
import { PaymentGenerator, type TimedPayment } from './generator.ts';
import { FRAUD_KINDS } from './incident.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function payments({ seed = 1, rate = 50, cards = 300, minutes = 10 } = {}): TimedPayment[] {
  const generator = new PaymentGenerator({ random: seededRandom(seed), rate, cards });
  const made: TimedPayment[] = [];
  for (let next = generator.next(); next.at < minutes * MINUTE_MS; next = generator.next()) {
    made.push(next);
  }
  return made;
}

/** By card, in the order of time. */
function byCard(all: readonly TimedPayment[]): readonly TimedPayment[][] {
  const cards = new Map<string, TimedPayment[]>();
  for (const timed of all) {
    const { card } = timed.payment;
    const made = cards.get(card) ?? [];
    made.push(timed);
    cards.set(card, made);
  }
  return [...cards.values()];
}

const isPlanted = ({ truth }: TimedPayment): boolean => truth !== undefined;

describe('the generator of payments', () => {
  it('makes the same payments at the same times from the same seed', () => {
    expect(payments({ seed: 7, minutes: 1 })).toEqual(payments({ seed: 7, minutes: 1 }));
  });

  it('makes other payments from another seed', () => {
    expect(payments({ seed: 7, minutes: 1 })).not.toEqual(payments({ seed: 8, minutes: 1 }));
  });

  it('never goes back in time', () => {
    const times = payments().map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it.each([1, 2, 3])('keeps its rate on average (seed %i)', (seed) => {
    expect(Math.abs(payments({ seed }).length / 30_000 - 1)).toBeLessThan(0.03);
  });

  it('plants between 0.5 and 1 % frauds, of every kind', () => {
    const all = payments({ minutes: 60 });
    const planted = all.filter(isPlanted);
    expect(planted.length / all.length).toBeGreaterThan(0.005);
    expect(planted.length / all.length).toBeLessThan(0.01);
    const kinds = new Set(planted.map(({ truth = '' }) => truth.replace(/#\d+$/, '')));
    expect([...kinds].sort()).toEqual([...FRAUD_KINDS].sort());
  });

  it('commits each incident on one card', () => {
    const cards = new Map<string, Set<string>>();
    for (const { truth, payment } of payments().filter(isPlanted)) {
      cards.set(truth ?? '', (cards.get(truth ?? '') ?? new Set()).add(payment.card));
    }
    expect([...cards.values()].every(({ size }) => size === 1)).toBe(true);
    expect(cards.size).toBeGreaterThan(20);
  });

  it('gives every payment the same fields in the same order', () => {
    const shapes = new Set(payments().map(({ payment }) => Object.keys(payment).join()));
    expect([...shapes]).toEqual([
      'card,amount,currency,merchant,category,city,country,lat,lon,channel',
    ]);
  });

  it('uses no word in frauds that honest payments do not use as well', () => {
    const all = payments({ minutes: 30 });
    const fields = ['card', 'currency', 'merchant', 'category', 'city', 'country', 'channel'];
    const words = (among: readonly TimedPayment[]): Set<string> =>
      new Set(
        among.flatMap(({ payment }) => fields.map((name) => `${name}=${String(payment[name])}`)),
      );
    const honest = words(all.filter((timed) => !isPlanted(timed)));
    expect([...words(all.filter(isPlanted))].filter((word) => !honest.has(word))).toEqual([]);
  });

  it('rounds amounts to the cent, the smallest to one cent', () => {
    const amounts = payments().map(({ payment }) => payment.amount);
    expect(amounts.filter((amount) => amount !== Number(amount.toFixed(2)))).toEqual([]);
    expect(Math.min(...amounts)).toBeGreaterThanOrEqual(0.01);
  });

  it('lets no honest card be shown where it cannot have gone since, over ten hours of travel', () => {
    const all = payments({ rate: 2, cards: 200, minutes: 600 });
    let journeys = 0;
    for (const card of byCard(all)) {
      const shown = card.filter((t) => !isPlanted(t) && t.payment.channel !== 'online');
      for (const [index, { at, payment }] of shown.entries()) {
        const before = shown[index - 1];
        if (before === undefined || before.payment.city === payment.city) continue;
        journeys += 1;
        const km = distanceKm(before.payment, payment);
        expect(km).toBeLessThan(20 + (900 * (at - before.at)) / HOUR_MS);
      }
    }
    expect(journeys).toBeGreaterThan(50);
  });

  it('plants impossible travel where no aeroplane goes', () => {
    let checked = 0;
    for (const card of byCard(payments({ minutes: 60 }))) {
      let last: TimedPayment | undefined;
      for (const timed of card) {
        if (timed.truth?.startsWith('impossible-travel') && last !== undefined) {
          const km = distanceKm(last.payment, timed.payment);
          expect(km).toBeGreaterThan((1_000 * (timed.at - last.at)) / HOUR_MS);
          expect(km).toBeGreaterThan(700);
          checked += 1;
        }
        if (!isPlanted(timed) && timed.payment.channel !== 'online') last = timed;
      }
    }
    expect(checked).toBeGreaterThan(20);
  });

  it('plants no fraud on a card that has hardly been used', () => {
    const first = new Map<string, number>();
    for (const { payment, truth } of payments()) {
      const before = first.get(payment.card) ?? 0;
      if (truth !== undefined && before >= 0) {
        expect(before).toBeGreaterThan(0);
        first.set(payment.card, -Infinity);
      } else {
        first.set(payment.card, before + 1);
      }
    }
  });

  it('fits a payment into about 250 bytes on the stream', () => {
    const sizes = payments({ minutes: 1 }).map(
      ({ payment }, index) =>
        JSON.stringify({ id: `0a1b2c-${index}`, key: payment.card, eventAt: 0, data: payment })
          .length,
    );
    expect(Math.max(...sizes)).toBeLessThan(300);
  });
});
