import { between, exponential } from './chance.ts';
import { shop, usualAmount, type PlanOptions, type PlannedPurchase } from './purchase.ts';

const PAYMENTS = { min: 4, max: 9 } as const;
export const MEAN_OUTING_PAYMENTS = (PAYMENTS.min + PAYMENTS.max) / 2;

/** A day out: an honest holder pays smaller amounts than usual, and closer together. */
export function planOuting(options: PlanOptions): readonly PlannedPurchase[] {
  const { card, gapMs, catalogue, random } = options;
  if (card.journey !== undefined) return [];
  const meanGapMs = gapMs / between(random, 2, 4);
  let at = options.at;
  return Array.from({ length: random.int(PAYMENTS.min, PAYMENTS.max) }, () => {
    at += exponential(random, meanGapMs);
    const merchant = shop(card, card.place, catalogue, random);
    const amount = usualAmount(card, merchant, random) * between(random, 0.4, 1);
    return { at, card, merchant, amount };
  });
}
