import type { Suspected, SuspicionTellers } from '#pipeline/suspicion.ts';

/** For people who read English: in the log, and on the terminal. The live page has words of its own. */
export const inWords = (why: Suspected): string =>
  (TELLERS[why.kind] as (of: Suspected) => string)(why);

const TELLERS: SuspicionTellers = {
  'impossible-travel': ({ city, from, km, afterMs }) =>
    `shown in ${city ?? 'another place'}, ${figure(km)} km from ${from ?? 'its last place'}, ${duration(afterMs)} later`,
  'card-testing': (why) =>
    `${payments(why)}, none above ${figure(why.most)}; this card usually makes one as small as that in ${duration(why.usualGapMs)}`,
  'repeated-amount': (why) =>
    `${payments(why)}, each about ${figure(why.amount)}; this card usually makes one of that amount in ${duration(why.usualGapMs)}`,
  velocity: (why) => `${payments(why)}; this card usually makes one in ${duration(why.usualGapMs)}`,
  'unusual-rate': ({ count, withinMs, usualGapMs }) =>
    `${count} records in ${duration(withinMs)}; this key usually has one in ${duration(usualGapMs)}`,
  'unusual-amount': ({ amount, usual }) =>
    `${figure(amount)}, where this card usually pays about ${figure(usual)}`,
  'unusual-value': ({ amount, usual }) =>
    `${figure(amount)}, where this key usually has about ${figure(usual)}`,
  'out-of-character': ({ country, category, amount, usual }) =>
    `first payment to ${country} and first for ${category}, and ${figure(amount)} where this card usually pays about ${figure(usual)}`,
};

const payments = ({ count, withinMs }: Parameters<SuspicionTellers['velocity']>[0]): string =>
  `${count} payments in ${duration(withinMs)}`;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A length of time as a person would say it: `0.4 s`, `40 s`, `11 min`, `3 h`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${Number((ms / 1_000).toFixed(1))} s`;
  if (ms < 2 * MINUTE_MS) return `${Math.round(ms / 1_000)} s`;
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return `${Math.round(ms / HOUR_MS)} h`;
}

/** A number with as many digits as a person needs. */
export const figure = (value: number): string =>
  Math.abs(value) < 100 ? String(Number(value.toFixed(2))) : String(Math.round(value));
