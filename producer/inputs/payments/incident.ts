import type { Card } from './card.ts';
import { between, exponential, logUniform } from './chance.ts';
import { CITIES, distanceKm, type City } from './cities.ts';
import { CHAIN_CATEGORIES, type Catalogue, type Merchant } from './merchants.ts';
import { CONTACTLESS_LIMIT } from './payment.ts';
import { shop, usualAmount, type PlanOptions, type PlannedPurchase } from './purchase.ts';

type Plan = (options: PlanOptions) => readonly PlannedPurchase[];

/** How a thief uses a card: by kind, what is bought when. An empty plan: not with this card now. */
const PLANS = {
  /** Somebody tries stolen numbers with tiny amounts, as fast as shops answer. */
  'card-testing': ({ card, at, gapMs, catalogue, random }) => {
    const merchants = [random.pick(catalogue.online), random.pick(catalogue.online)];
    const meanGapMs = Math.min(700, gapMs / 12);
    return times(at, random.int(6, 12), () => exponential(random, meanGapMs)).map((time) => ({
      at: time,
      card,
      merchant: random.pick(merchants),
      amount: logUniform(random, 0.4, 2.5),
    }));
  },

  /** A copy of the card pays far away while the card itself is here. */
  'impossible-travel': ({ card, at, gapMs, catalogue, random }) => {
    const when = times(at, random.int(1, 3), () => exponential(random, gapMs / 2));
    const last = when.at(-1) ?? at;
    const cities = CITIES.filter((city) => isOutOfReach(card, city, last));
    if (cities.length === 0) return [];
    const city = random.pick(cities);
    return when.map((time) => {
      const merchant = random.pick(catalogue.shopsIn(city));
      const amount = usualAmount(card, merchant, random) * logUniform(random, 0.7, 2.5);
      return { at: time, card, merchant, amount };
    });
  },

  /** The card is emptied at one go. */
  'large-amount': ({ card, at, gapMs, catalogue, random }) =>
    times(at, random.int(1, 2), () => exponential(random, gapMs)).map((time) => ({
      at: time,
      card,
      merchant: random.pick(random.next() < 0.5 ? catalogue.online : catalogue.shopsIn(card.place)),
      amount: card.typicalAmount * logUniform(random, 20, 100),
    })),

  /** A stolen card goes from till to till before it is blocked. */
  velocity: ({ card, at, gapMs, catalogue, random }) => {
    const meanGapMs = Math.min(20_000, gapMs / between(random, 12, 30));
    return times(at, random.int(10, 18), () => exponential(random, meanGapMs)).map((time) => {
      const merchant = shop(card, card.place, catalogue, random);
      return { at: time, card, merchant, amount: usualAmount(card, merchant, random) };
    });
  },

  /** A stolen card is used without its PIN, each time just under the limit. */
  'below-limit': ({ card, at, gapMs, catalogue, random }) => {
    const meanGapMs = Math.min(60_000, gapMs / between(random, 3, 8));
    return times(at, random.int(5, 9), () => exponential(random, meanGapMs)).map((time) => ({
      at: time,
      card,
      merchant: random.pick(catalogue.shopsIn(card.place)),
      amount: CONTACTLESS_LIMIT * between(random, 0.92, 0.999),
      channel: 'contactless',
    }));
  },

  /** A number is used at a foreign shop, for what its holder never buys. */
  'out-of-character': ({ card, at, gapMs, catalogue, random }) => {
    const strange = strangeTo(card, catalogue);
    return times(at, random.int(1, 3), () => exponential(random, gapMs)).map((time) => ({
      at: time,
      card,
      merchant: random.pick(strange),
      amount: card.typicalAmount * logUniform(random, 8, 30),
    }));
  },
} satisfies Record<string, Plan>;

export type FraudKind = keyof typeof PLANS;
export const FRAUD_KINDS = Object.keys(PLANS) as readonly FraudKind[];

/** How many payments an incident has on average, over all kinds. */
export const MEAN_INCIDENT_PAYMENTS = (9 + 2 + 1.5 + 14 + 7 + 2) / 6;

/** The thief holds the card itself, so that its holder cannot pay meanwhile. */
const WITH_THE_CARD_ITSELF: ReadonlySet<FraudKind> = new Set(['velocity', 'below-limit']);

/** What the thief does with the card, in the order of time; nothing if this card does not lend itself to it. */
export function planIncident(
  kind: FraudKind,
  number: number,
  options: PlanOptions,
): readonly PlannedPurchase[] {
  const purchases = PLANS[kind](options);
  const last = purchases.at(-1);
  if (last === undefined) return [];
  if (WITH_THE_CARD_ITSELF.has(kind)) {
    options.card.stolenUntil = last.at + GAPS_UNTIL_REPLACED * options.gapMs;
  }
  return purchases.map((purchase) => ({ ...purchase, truth: `${kind}#${number}` }));
}

/** `count` times from `from` on, each after a wait of its own. */
function times(from: number, count: number, waitMs: () => number): readonly number[] {
  let at = from;
  return Array.from({ length: count }, (_, index) => (at += index === 0 ? 0 : waitMs()));
}

/** How long its holder then waits for a new one, in its own usual gaps. */
const GAPS_UNTIL_REPLACED = 4;

/** No aeroplane takes the card there from where it was last shown. */
const FASTEST_KM_PER_HOUR = 1_200;
const FAR_KM = 800;
const HOUR_MS = 3_600_000;

function isOutOfReach(card: Card, city: City, at: number): boolean {
  if (card.shown === undefined) return false;
  const km = distanceKm(card.shown.city, city);
  return km >= FAR_KM && km > FASTEST_KM_PER_HOUR * ((at - card.shown.at) / HOUR_MS);
}

/** In a country, and of a category, that its holder does not buy from. */
function strangeTo(card: Card, catalogue: Catalogue): readonly Merchant[] {
  const countries = [card.home, ...card.usualOnline.map(({ city }) => city)].map((c) => c.country);
  const categories = [
    ...card.usualOnline.map(({ category }) => category),
    ...card.usualShops.map((chain) => CHAIN_CATEGORIES[chain]),
  ];
  const strange = catalogue.online.filter(
    ({ city, category }) => !countries.includes(city.country) && !categories.includes(category),
  );
  return strange.length > 0 ? strange : catalogue.online;
}
