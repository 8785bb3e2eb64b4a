import type { Random } from '#runtime/random.ts';
import { createCards, type Card } from './card.ts';
import { between, exponential, isLucky, weightedIndex } from './chance.ts';
import {
  CONTACTLESS_LIMIT,
  FRAUD_KINDS,
  MEAN_INCIDENT_PAYMENTS,
  planIncident,
  type FraudKind,
  type PlannedPurchase,
} from './incident.ts';
import { createCatalogue, type Catalogue } from './merchants.ts';
import { ordinaryPurchase, usualAmount } from './purchase.ts';
import { Agenda } from './agenda.ts';

/** What a payment looks like on the stream; the same fields in the same order for every one. */
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
  readonly channel: 'chip' | 'contactless' | 'online';
}

export interface TimedPayment {
  /** Milliseconds since the input began. */
  readonly at: number;
  readonly payment: Payment;
  readonly truth?: string;
}

export interface GeneratorOptions {
  readonly random: Random;
  /** Payments per second on average. */
  readonly rate: number;
  readonly cards: number;
}

/** The share of payments that are planted frauds. */
const FRAUD_SHARE = 0.009;
/** A day out: a run of payments closer together than usual, by an honest holder. */
const OUTING_PROBABILITY = 0.0015;
const OUTING_PAYMENTS = { min: 4, max: 9 } as const;
const MEAN_OUTING_PAYMENTS = 6.5;
/** How often to look for another card when one does not lend itself to something. */
const ATTEMPTS = 8;
const CONTACTLESS_SHARE = 0.7;

/** How long a stolen card lies idle in the thief's hands, in the gaps usual between its payments. */
const GAPS_UNTIL_USED = { min: 10, max: 30 } as const;

interface Theft {
  /** When the thief will use it. */
  readonly at: number;
  readonly card: Card;
  readonly kind: FraudKind;
}

/**
 * Decides the endless sequence of payments from the seed alone: the same whatever the pace at which
 * it is asked for. Ordinary payments are a Poisson process over all cards; days out and frauds are
 * planned when they begin, and merged with it in the order of time.
 */
export class PaymentGenerator {
  readonly #random: Random;
  readonly #catalogue: Catalogue;
  readonly #cards: readonly Card[];
  readonly #pickCard: (random: Random) => number;
  readonly #totalWeight: number;
  readonly #ordinaryGapMs: number;
  readonly #theftGapMs: number;
  readonly #rate: number;
  readonly #agenda = new Agenda<PlannedPurchase>();
  readonly #thefts = new Agenda<Theft>();
  #nextOrdinaryAt: number;
  #nextTheftAt: number;
  #incidents = 0;

  constructor({ random, rate, cards }: GeneratorOptions) {
    this.#random = random;
    this.#rate = rate;
    this.#catalogue = createCatalogue(random.fork('merchants'));
    this.#cards = createCards(cards, this.#catalogue, random.fork('cards'));
    const weights = this.#cards.map(({ weight }) => weight);
    this.#pickCard = weightedIndex(weights);
    this.#totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
    const perOrdinary = 1 + OUTING_PROBABILITY * MEAN_OUTING_PAYMENTS;
    this.#ordinaryGapMs = (1_000 / rate / (1 - FRAUD_SHARE)) * perOrdinary;
    this.#theftGapMs = ((1_000 / rate) * MEAN_INCIDENT_PAYMENTS) / FRAUD_SHARE;
    this.#nextOrdinaryAt = exponential(random, this.#ordinaryGapMs);
    this.#nextTheftAt = exponential(random, this.#theftGapMs);
  }

  next(): TimedPayment {
    for (;;) {
      const soonest = Math.min(this.#nextOrdinaryAt, this.#agenda.nextAt());
      if (this.#nextTheftAt <= soonest) this.#steal();
      else if (this.#thefts.nextAt() <= soonest) this.#useStolen();
      else return this.#timed(this.#planned() ?? this.#ordinary());
    }
  }

  #planned(): PlannedPurchase | undefined {
    for (;;) {
      const planned = this.#agenda.takeUntil(this.#nextOrdinaryAt);
      const isThiefs = planned?.truth !== undefined;
      if (planned === undefined || isThiefs || planned.card.stolenUntil <= planned.at)
        return planned;
    }
  }

  #ordinary(): PlannedPurchase {
    const at = this.#nextOrdinaryAt;
    this.#nextOrdinaryAt += exponential(this.#random, this.#ordinaryGapMs);
    const card = this.#cardAt(at);
    if (isLucky(this.#random, OUTING_PROBABILITY)) this.#beginOuting(card, at);
    return { at, ...ordinaryPurchase(card, at, this.#catalogue, this.#random) };
  }

  /** A card whose holder has it; if none is found soon, one that is stolen pays all the same. */
  #cardAt(at: number): Card {
    let card = this.#anyCard();
    for (let attempt = 1; attempt < ATTEMPTS && card.stolenUntil > at; attempt++) {
      card = this.#anyCard();
    }
    return card;
  }

  #anyCard(): Card {
    const card = this.#cards[this.#pickCard(this.#random)];
    if (card === undefined) throw new RangeError('payments need at least one card');
    return card;
  }

  #beginOuting(card: Card, from: number): void {
    if (card.journey !== undefined) return;
    const meanGapMs = this.#gapMsOf(card) / between(this.#random, 2, 4);
    const { min, max } = OUTING_PAYMENTS;
    let at = from;
    for (let left = this.#random.int(min, max); left > 0; left--) {
      at += exponential(this.#random, meanGapMs);
      const shops = this.#catalogue.shopsIn(card.place);
      const merchant = shops[this.#random.pick(card.usualShops)] ?? this.#random.pick(shops);
      const amount = usualAmount(card, merchant, this.#random) * between(this.#random, 0.4, 1);
      this.#agenda.add({ at, card, merchant, amount });
    }
  }

  /** Cards are stolen where they are used, and used by the thief a while later. */
  #steal(): void {
    const card = this.#cardAt(this.#nextTheftAt);
    const { min, max } = GAPS_UNTIL_USED;
    const at = this.#nextTheftAt + between(this.#random, min, max) * this.#gapMsOf(card);
    this.#thefts.add({ at, card, kind: this.#random.pick(FRAUD_KINDS) });
    this.#nextTheftAt += exponential(this.#random, this.#theftGapMs);
  }

  #useStolen(): void {
    const theft = this.#thefts.takeUntil(Infinity);
    if (theft === undefined) return;
    const { at, card, kind } = theft;
    const gapMs = this.#gapMsOf(card);
    const options = { card, at, gapMs, catalogue: this.#catalogue, random: this.#random };
    const isFree = card.journey === undefined && card.stolenUntil <= at;
    const purchases = isFree ? planIncident(kind, this.#incidents + 1, options) : [];
    if (purchases.length === 0) {
      // Not now: the card is on its way, or in another thief's hands.
      this.#thefts.add({ ...theft, at: at + gapMs });
      return;
    }
    this.#incidents += 1;
    for (const purchase of purchases) this.#agenda.add(purchase);
  }

  #gapMsOf(card: Card): number {
    return ((1_000 / this.#rate) * this.#totalWeight) / card.weight;
  }

  #timed({ at, card, merchant, amount, channel, truth }: PlannedPurchase): TimedPayment {
    const payment: Payment = {
      card: card.id,
      amount: Math.max(1, Math.round(amount * 100)) / 100,
      currency: card.home.currency,
      merchant: merchant.name,
      category: merchant.category,
      city: merchant.city.name,
      country: merchant.city.country,
      lat: merchant.lat,
      lon: merchant.lon,
      channel: merchant.isOnline ? 'online' : (channel ?? this.#channelFor(amount)),
    };
    return truth === undefined ? { at, payment } : { at, payment, truth };
  }

  #channelFor(amount: number): 'chip' | 'contactless' {
    return amount <= CONTACTLESS_LIMIT && isLucky(this.#random, CONTACTLESS_SHARE)
      ? 'contactless'
      : 'chip';
  }
}
