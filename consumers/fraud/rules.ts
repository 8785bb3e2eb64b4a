import { outOfCharacter, unusualAmount, unusualValue } from './amounts.ts';
import { cardTesting, repeatedAmount, velocity } from './bursts.ts';
import { impossibleTravel } from './impossible-travel.ts';
import type { Rule } from './rule.ts';

/** In the order in which they are believed when several speak: the more particular first. */
export const RULES: readonly Rule[] = [
  impossibleTravel,
  cardTesting,
  repeatedAmount,
  velocity,
  unusualAmount,
  outOfCharacter,
  unusualValue,
];
