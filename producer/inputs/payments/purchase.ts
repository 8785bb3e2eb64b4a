import type { Random } from '#runtime/random.ts';
import { MEAN_BETWEEN_TRIPS_MS, type Card } from './card.ts';
import { exponential, isLucky, logUniform, normal } from './chance.ts';
import { CITIES, distanceKm, travelMs, type City } from './cities.ts';
import { TYPICAL_AMOUNTS, type Catalogue, type Merchant } from './merchants.ts';

/** What was bought, where and how: everything of a payment but its time. */
export interface Purchase {
  readonly card: Card;
  readonly merchant: Merchant;
  readonly amount: number;
  /** Only where the kind of purchase asks for one; otherwise by amount and chance. */
  readonly channel?: 'contactless';
}

/** A purchase with its time, in milliseconds since the input began. */
export interface PlannedPurchase extends Purchase {
  readonly at: number;
  /** `KIND#NUMBER` of the planted incident it is part of. */
  readonly truth?: string;
}

export interface PlanOptions {
  readonly card: Card;
  /** When it begins. */
  readonly at: number;
  /** How long the card waits on average between two payments of its own. */
  readonly gapMs: number;
  readonly catalogue: Catalogue;
  readonly random: Random;
}

const NEW_MERCHANT = 0.02;
const BIG_PURCHASE = 0.001;
const HOME_AGAIN = 0.8;
/** Trips are to a neighbour as often as to anywhere. */
const SHORT_TRIP = 0.5;
const SHORT_TRIP_KM = 60;
const MEAN_STAY_MS = 2 * 3_600_000;

/** What the holder of `card` buys at `at` (ms since the input began): mostly as ever, sometimes not. */
export function ordinaryPurchase(
  card: Card,
  at: number,
  catalogue: Catalogue,
  random: Random,
): Purchase {
  travel(card, at, random);
  const isOnline = card.journey !== undefined || isLucky(random, card.onlineShare);
  const merchant = isOnline
    ? onlineMerchant(card, catalogue, random)
    : shop(card, card.place, catalogue, random);
  if (!isOnline) card.shown = { at, city: card.place };
  const surprise = isLucky(random, BIG_PURCHASE) ? logUniform(random, 2.5, 6) : 1;
  return { card, merchant, amount: usualAmount(card, merchant, random) * surprise };
}

/** One of the card's usual chains in `city`, or now and then any shop there. */
export function shop(card: Card, city: City, catalogue: Catalogue, random: Random): Merchant {
  const shops = catalogue.shopsIn(city);
  if (isLucky(random, NEW_MERCHANT)) return random.pick(shops);
  return shops[random.pick(card.usualShops)] ?? random.pick(shops);
}

const onlineMerchant = (card: Card, catalogue: Catalogue, random: Random): Merchant =>
  random.pick(isLucky(random, NEW_MERCHANT) ? catalogue.online : card.usualOnline);

/** What this card would pay at this merchant: log-normal around the category's typical amount. */
export const usualAmount = (card: Card, { category }: Merchant, random: Random): number =>
  card.generosity * (TYPICAL_AMOUNTS[category] ?? 1) * Math.exp(card.spread * normal(random));

/** Ends a journey whose time has come, and begins one; nobody pays in person on the way. */
function travel(card: Card, at: number, random: Random): void {
  if (card.journey !== undefined && at >= card.journey.arrivesAt) {
    card.place = card.journey.to;
    card.journey = undefined;
    const stayMs = card.place === card.home ? MEAN_BETWEEN_TRIPS_MS : MEAN_STAY_MS;
    card.nextTripAt = at + exponential(random, stayMs);
  }
  if (card.journey === undefined && at >= card.nextTripAt) {
    const to = destination(card, random);
    card.journey = { to, arrivesAt: at + travelMs(card.place, to) };
  }
}

function destination(card: Card, random: Random): City {
  if (card.place !== card.home && isLucky(random, HOME_AGAIN)) return card.home;
  const others = CITIES.filter((city) => city !== card.place);
  const near = others.filter((city) => distanceKm(city, card.place) < SHORT_TRIP_KM);
  return random.pick(near.length > 0 && isLucky(random, SHORT_TRIP) ? near : others);
}
