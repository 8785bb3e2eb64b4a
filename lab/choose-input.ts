import type { Input } from '#producer/inputs/input.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Random } from '#runtime/random.ts';
import type { Settings } from './settings.ts';

/** What an input is made from: time and chance of the lab it will run in. */
export interface InputScope {
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes the input once the lab has its clock. */
export type InputChoice = (scope: InputScope) => Input;
