import type { Random } from '#runtime/random.ts';
import { Agenda } from './agenda.ts';
import { createCards, type Card } from './card.ts';
import { between, exponential, isLucky, weightedIndex } from './chance.ts';
import { FRAUD_KINDS, MEAN_INCIDENT_PAYMENTS, planIncident, type FraudKind } from './incident.ts';
import { createCatalogue, type Catalogue } from './merchants.ts';
import { paymentFor, type Payment } from './payment.ts';
import { MEAN_OUTING_PAYMENTS, planOuting } from './outing.ts';
import { ordinaryPurchase, type PlannedPurchase } from './purchase.ts';

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
const OUTING_PROBABILITY = 0.0015;
/** How often to look for another card, or another moment, when one does not lend itself to something. */
const ATTEMPTS = 8;

/** How long a stolen card lies idle in the thief's hands, in the gaps usual between its payments. */
const GAPS_UNTIL_USED = { min: 10, max: 30 } as const;

/**
 * Who has just come shall not wait minutes for a first fraud. The first card stolen is the one that is used
 * most, for its habit is known soonest; the thief lets it pay so often.
 */
const FIRST = { gapsUntilUsed: 16, kind: 'card-testing' } as const;

interface Theft {
  /** When the thief will use it. */
  readonly at: number;
  readonly card: Card;
  readonly kind: FraudKind;
  readonly attemptsLeft: number;
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
    this.#stealFirst();
  }

  next(): TimedPayment {
    for (;;) {
      const soonest = Math.min(this.#nextOrdinaryAt, this.#agenda.nextAt());
      if (this.#nextTheftAt <= soonest) this.#steal();
      else if (this.#thefts.nextAt() <= soonest) this.#useStolen();
      else return this.#timed(this.#planned() ?? this.#ordinary());
    }
  }

  /** The next planned payment that is due; what a holder had planned with a stolen card is off. */
  #planned(): PlannedPurchase | undefined {
    for (;;) {
      const planned = this.#agenda.takeUntil(this.#nextOrdinaryAt);
      if (planned?.truth !== undefined) return planned;
      if (planned === undefined || planned.card.stolenUntil <= planned.at) return planned;
    }
  }

  #ordinary(): PlannedPurchase {
    const at = this.#nextOrdinaryAt;
    this.#nextOrdinaryAt += exponential(this.#random, this.#ordinaryGapMs);
    const card = this.#cardAt(at);
    const catalogue = this.#catalogue;
    if (isLucky(this.#random, OUTING_PROBABILITY)) {
      const gapMs = this.#gapMsOf(card);
      this.#plan(planOuting({ card, at, gapMs, catalogue, random: this.#random }));
    }
    return { at, ...ordinaryPurchase(card, at, catalogue, this.#random) };
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

  /** Cards are stolen where they are used, and used by the thief a while later. */
  #steal(): void {
    const card = this.#cardAt(this.#nextTheftAt);
    const { min, max } = GAPS_UNTIL_USED;
    const at = this.#nextTheftAt + between(this.#random, min, max) * this.#gapMsOf(card);
    const kind = this.#random.pick(FRAUD_KINDS);
    this.#thefts.add({ at, card, kind, attemptsLeft: ATTEMPTS });
    this.#nextTheftAt += exponential(this.#random, this.#theftGapMs);
  }

  #stealFirst(): void {
    const card = this.#cards.reduce((one, other) => (other.weight > one.weight ? other : one));
    const at = FIRST.gapsUntilUsed * this.#gapMsOf(card);
    this.#thefts.add({ at, card, kind: FIRST.kind, attemptsLeft: ATTEMPTS });
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
      const attemptsLeft = theft.attemptsLeft - 1;
      if (attemptsLeft > 0) this.#thefts.add({ ...theft, at: at + gapMs, attemptsLeft });
      return;
    }
    this.#incidents += 1;
    this.#plan(purchases);
  }

  #plan(purchases: readonly PlannedPurchase[]): void {
    for (const purchase of purchases) this.#agenda.add(purchase);
  }

  #gapMsOf(card: Card): number {
    return ((1_000 / this.#rate) * this.#totalWeight) / card.weight;
  }

  #timed(purchase: PlannedPurchase): TimedPayment {
    const { at, truth } = purchase;
    const payment = paymentFor(purchase, this.#random);
    return truth === undefined ? { at, payment } : { at, payment, truth };
  }
}
