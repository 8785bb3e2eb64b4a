import type { Suspected, SuspicionTellers } from '#pipeline/suspicion.ts';
import { number, span } from './format.ts';
import { say } from './strings/strings.ts';

/** Why a record is suspected, in words. */
export const suspected = (why: Suspected): string =>
  (TELLERS[why.kind] as (of: Suspected) => string)(why);

const many: SuspicionTellers['velocity'] = (why) => say().suspected.many(...burst(why));
const far: SuspicionTellers['unusual-amount'] = ({ amount, usual }) =>
  say().suspected.far(figure(amount), figure(usual));

const TELLERS: SuspicionTellers = {
  'impossible-travel': ({ city, from, km, afterMs }) =>
    say().suspected.travel(city ?? '?', from ?? '?', number(km), span(afterMs)),
  'card-testing': (why) => say().suspected.small(...burst(why), figure(why.most)),
  'repeated-amount': (why) => say().suspected.alike(...burst(why), figure(why.amount)),
  velocity: many,
  'unusual-rate': many,
  'unusual-amount': far,
  'unusual-value': far,
  'out-of-character': ({ country, category, amount, usual }) =>
    say().suspected.character(country, category, figure(amount), figure(usual)),
};

const burst = ({ count, withinMs, usualGapMs }: Parameters<SuspicionTellers['velocity']>[0]) =>
  [number(count), span(withinMs), span(usualGapMs)] as const;

/** With as many digits as a person needs. */
const figure = (value: number): string => number(value, Math.abs(value) < 100 ? 2 : 0);
