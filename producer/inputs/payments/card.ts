import type { Random } from '#runtime/random.ts';
import { between, exponential, isLucky, normal } from './chance.ts';
import { CITIES, type City } from './cities.ts';
import { CHAIN_CATEGORIES, TYPICAL_AMOUNTS, type Catalogue, type Merchant } from './merchants.ts';

/** A card: its habit, which stays, and where it is, which changes. */
export interface Card {
  readonly id: string;
  readonly home: City;
  /** How freely its holder spends; 1 is typical. */
  readonly generosity: number;
  /** The spread of its amounts within a category, in natural logarithms. */
  readonly spread: number;
  /** How often it pays, compared with other cards. */
  readonly weight: number;
  /** Its usual chains, as places in the line-up of each city. */
  readonly usualShops: readonly number[];
  readonly usualOnline: readonly Merchant[];
  readonly onlineShare: number;
  /** The amount it pays typically: the geometric mean over its usual shops. */
  readonly typicalAmount: number;

  /** Where it is, or was before the journey it is on. */
  place: City;
  /** While it is on its way: where to, and when it gets there. */
  journey: { readonly to: City; readonly arrivesAt: number } | undefined;
  nextTripAt: number;
  /** When it was last shown in person, and where. */
  shown: { readonly at: number; readonly city: City } | undefined;
  /** Its holder cannot use it before then: it is in a thief's hands. */
  stolenUntil: number;
}

/** Times here are in milliseconds since the input began. */
export const MEAN_BETWEEN_TRIPS_MS = 10 * 3_600_000;
const UNDERWAY_AT_START = 0.02;
const ACTIVITY_SPREAD = 0.45;
const GENEROSITY_SPREAD = 0.5;

export function createCards(count: number, catalogue: Catalogue, random: Random): readonly Card[] {
  return Array.from({ length: count }, (_, index) => createCard(index, catalogue, random));
}

function createCard(index: number, catalogue: Catalogue, random: Random): Card {
  const home = random.pick(CITIES);
  const generosity = Math.exp(GENEROSITY_SPREAD * normal(random));
  const usualShops = Array.from({ length: random.int(4, 7) }, () =>
    random.int(0, CHAIN_CATEGORIES.length - 1),
  );
  const usualAmounts = usualShops.map((shop) => TYPICAL_AMOUNTS[CHAIN_CATEGORIES[shop] ?? ''] ?? 1);
  return {
    id: `card-${String(index + 1).padStart(5, '0')}`,
    home,
    generosity,
    spread: between(random, 0.25, 0.5),
    weight: Math.exp(ACTIVITY_SPREAD * normal(random)),
    usualShops,
    usualOnline: Array.from({ length: random.int(1, 3) }, () => random.pick(catalogue.online)),
    onlineShare: between(random, 0.05, 0.35),
    typicalAmount: generosity * geometricMean(usualAmounts),
    place: home,
    journey: isLucky(random, UNDERWAY_AT_START)
      ? { to: random.pick(CITIES), arrivesAt: between(random, 0, MEAN_BETWEEN_TRIPS_MS / 20) }
      : undefined,
    nextTripAt: exponential(random, MEAN_BETWEEN_TRIPS_MS),
    shown: undefined,
    stolenUntil: 0,
  };
}

const geometricMean = (amounts: readonly number[]): number =>
  Math.exp(amounts.reduce((sum, amount) => sum + Math.log(amount), 0) / amounts.length);
