import type { Random } from '#runtime/random.ts';
import { between } from './chance.ts';
import { CITIES, type City } from './cities.ts';

export interface Merchant {
  readonly name: string;
  readonly category: string;
  /** Where it stands, or where its company is registered if it sells online. */
  readonly city: City;
  readonly lat: number;
  readonly lon: number;
  readonly isOnline: boolean;
}

/** A typical amount of each category, before a card's own habit is applied. */
export const TYPICAL_AMOUNTS: Readonly<Record<string, number>> = {
  coffee: 6,
  groceries: 34,
  restaurant: 30,
  fuel: 50,
  pharmacy: 17,
  clothing: 52,
  transport: 11,
  electronics: 85,
  hotel: 110,
  books: 18,
  streaming: 12,
  games: 15,
  tickets: 60,
};

/** Every city has the same line-up, so that a traveller finds the kind of shop they use at home. */
const CHAINS: readonly (readonly [name: string, category: string])[] = [
  ['Café Aurora', 'coffee'],
  ['Grão & Co', 'coffee'],
  ['Mercado Sol', 'groceries'],
  ['Fresh Corner', 'groceries'],
  ['Casa Verde', 'groceries'],
  ['Taberna 21', 'restaurant'],
  ['Noodle Yard', 'restaurant'],
  ['Petra Fuel', 'fuel'],
  ['Pharma Plus', 'pharmacy'],
  ['Linho', 'clothing'],
  ['Urban Thread', 'clothing'],
  ['City Metro', 'transport'],
  ['Volt Store', 'electronics'],
  ['Hotel Miramar', 'hotel'],
];

const ONLINE_CATEGORIES = [
  'books',
  'streaming',
  'games',
  'tickets',
  'clothing',
  'electronics',
  'groceries',
  'pharmacy',
] as const;
const ONLINE_NAMES = ['Nimbus', 'Kiosk24', 'Parcela', 'Orbit'] as const;

/** How far from a city's centre its shops lie: about five kilometres. */
const SPREAD_DEGREES = 0.045;

export interface Catalogue {
  /** In the same order for every city: the n-th shop here is of the n-th shop's chain there. */
  readonly shopsIn: (city: City) => readonly Merchant[];
  readonly online: readonly Merchant[];
}

/** All merchants there are; honest and stolen cards use the same ones. */
export function createCatalogue(random: Random): Catalogue {
  const shops = new Map(
    CITIES.map((city) => [
      city.name,
      CHAINS.map(([name, category]) => merchant({ name, category, city, random, isOnline: false })),
    ]),
  );
  const online = ONLINE_CATEGORIES.flatMap((category) =>
    ONLINE_NAMES.map((name) =>
      merchant({
        name: `${name} ${category}`,
        category,
        city: random.pick(CITIES),
        random,
        isOnline: true,
      }),
    ),
  );
  return { shopsIn: (city) => shops.get(city.name) ?? [], online };
}

export const CHAIN_CATEGORIES: readonly string[] = CHAINS.map(([, category]) => category);

interface MerchantOptions extends Pick<Merchant, 'name' | 'category' | 'city' | 'isOnline'> {
  readonly random: Random;
}

const merchant = ({ random, ...rest }: MerchantOptions): Merchant => ({
  ...rest,
  lat: rounded(rest.city.lat + between(random, -SPREAD_DEGREES, SPREAD_DEGREES)),
  lon: rounded(rest.city.lon + between(random, -SPREAD_DEGREES, SPREAD_DEGREES)),
});

const rounded = (degrees: number): number => Math.round(degrees * 1_000) / 1_000;
