import type { History } from './history.ts';
import type { Rule } from './rule.ts';
import { tailSurprise, type Surprise } from './surprise.ts';

/** How many values a habit must rest on, and how many uses of names. */
const ENOUGH_VALUES = 14;
const ENOUGH_NAMES = 20;

/** A value far from the key's own, and farther than any that is remembered. */
const AMOUNT_ALARM: Surprise = 8.5;
const VALUE_ALARM: Surprise = 12;
/** Half as much again as the farthest remembered. */
const FARTHER = Math.log(1.5);
/** No habit is as narrow as it looks after a few records. */
const LEAST_DEVIATION = 0.1;
const LEAST_RELATIVE_DEVIATION = 0.1;
/** What is bought in a new category may well cost otherwise; in natural logarithms. */
const NEW_CATEGORY_DEVIATION = 0.4;

export const unusualAmount: Rule = ({ isPayment, amount, value, category }, history) => {
  if (!isPayment || amount === undefined || history.learned < ENOUGH_VALUES) return undefined;
  const deviations = deviationsOf(value, history);
  if (deviations < LEAST_DEVIATIONS || !isFarthest(value, history, FARTHER)) return undefined;
  const surprise = amountSurprise(value, category, history);
  if (surprise < AMOUNT_ALARM) return undefined;
  return { surprise, why: { kind: 'unusual-amount', amount, usual: Math.exp(history.mean) } };
};

/** Whatever its category says: an amount less far than this from all others is none to talk about. */
const LEAST_DEVIATIONS = 3.3;

function amountSurprise(value: number, category: string | undefined, history: History): Surprise {
  const { mean, standardDeviation, learned } = history;
  const expected =
    category === undefined ? undefined : history.categoryAmounts.expectation(category);
  if (expected !== undefined) {
    const deviation = Math.max(expected.standardDeviation, LEAST_DEVIATION);
    return tailSurprise((value - expected.mean) / deviation, expected.observations);
  }
  const isOrdinary = category === undefined;
  const doubt = isOrdinary ? LEAST_DEVIATION : NEW_CATEGORY_DEVIATION;
  return tailSurprise((value - mean) / Math.hypot(standardDeviation, doubt), learned);
}

/** The same for records of any kind, in both directions and on the scale of what they measure. */
export const unusualValue: Rule = ({ isPayment, amount, value }, history) => {
  if (isPayment || amount === undefined || history.learned < ENOUGH_VALUES) return undefined;
  const { mean, learned } = history;
  const deviation = Math.max(history.standardDeviation, Math.abs(mean) * LEAST_RELATIVE_DEVIATION);
  if (deviation === 0) return undefined;
  const surprise = tailSurprise(Math.abs(value - mean) / deviation, learned);
  if (surprise < VALUE_ALARM || !isFarthest(value, history, deviation)) return undefined;
  return { surprise, why: { kind: 'unusual-value', amount, usual: mean } };
};

/** A payment from afar in a country and for a purpose that are new to this card, and large besides. */
const CHARACTER_ALARM: Surprise = 13;

export const outOfCharacter: Rule = ({ country, category, amount, value }, history) => {
  if (country === undefined || category === undefined || amount === undefined) return undefined;
  if (history.learned < ENOUGH_NAMES) return undefined;
  if (history.countries.has(country) || history.categories.has(category)) return undefined;
  const newCountry = history.countries.newcomerSurprise(history.learned);
  const newCategory = history.categories.newcomerSurprise(history.learned);
  const surprise =
    newCountry + newCategory + tailSurprise(deviationsOf(value, history), history.learned);
  if (surprise < CHARACTER_ALARM) return undefined;
  const usual = Math.exp(history.mean);
  return { surprise, why: { kind: 'out-of-character', country, category, amount, usual } };
};

function deviationsOf(value: number, { mean, standardDeviation, learned }: History): number {
  const ofPrediction = Math.sqrt(1 + 1 / learned) * Math.max(standardDeviation, LEAST_DEVIATION);
  return (value - mean) / ofPrediction;
}

function isFarthest(value: number, { remembered, mean }: History, margin: number): boolean {
  const direction = value > mean ? 1 : -1;
  return remembered.every(
    (other) => other.suspectedOf !== undefined || (value - other.value) * direction > margin,
  );
}
