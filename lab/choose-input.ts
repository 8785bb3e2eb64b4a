import type { Input } from '#producer/inputs/input.ts';
import { paymentsInput } from '#producer/inputs/payments/payments.ts';
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

/** Records per second of inputs that have no pace of their own. */
export const DEFAULT_RATE = 50;

/** Finds the input that the settings name; a file that is not there is an error before anything starts. */
export async function chooseInput(
  { rate = DEFAULT_RATE }: Settings,
  _stdin: AsyncIterable<Uint8Array>,
): Promise<InputChoice> {
  return ({ clock, random }) => paymentsInput({ clock, random, rate });
}
