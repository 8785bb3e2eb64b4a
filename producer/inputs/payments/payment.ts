import type { Random } from '#runtime/random.ts';
import { isLucky } from './chance.ts';
import type { Purchase } from './purchase.ts';

/** What a payment looks like on the stream: the same fields in the same order, whoever paid. */
export interface Payment {
  readonly [field: string]: unknown;
  readonly card: string;
  readonly amount: number;
  readonly currency: string;
  readonly merchant: string;
  readonly category: string;
  readonly city: string;
  readonly country: string;
  readonly lat: number;
  readonly lon: number;
  readonly channel: Channel;
}

type Channel = 'chip' | 'contactless' | 'online';

/** Above it a till asks for the card and its PIN. */
export const CONTACTLESS_LIMIT = 50;
const CONTACTLESS_SHARE = 0.7;

export function paymentFor({ card, merchant, amount, channel }: Purchase, random: Random): Payment {
  const rounded = Math.max(1, Math.round(amount * 100)) / 100;
  return {
    card: card.id,
    amount: rounded,
    currency: card.home.currency,
    merchant: merchant.name,
    category: merchant.category,
    city: merchant.city.name,
    country: merchant.city.country,
    lat: merchant.lat,
    lon: merchant.lon,
    channel: merchant.isOnline ? 'online' : (channel ?? tillChannel(rounded, random)),
  };
}

const tillChannel = (amount: number, random: Random): Channel =>
  amount <= CONTACTLESS_LIMIT && isLucky(random, CONTACTLESS_SHARE) ? 'contactless' : 'chip';
