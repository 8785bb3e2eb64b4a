import type { Input } from '#producer/inputs/input.ts';
import type { Clock } from '#runtime/clock.ts';
import { didYouMean } from '#runtime/config.ts';
import { UsageError } from '#runtime/errors.ts';
import type { Random } from '#runtime/random.ts';
import type { Settings } from '../settings/settings.ts';

/** What an input is made from: time and chance of the lab it will run in. */
export interface InputScope {
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes the input once the lab has its clock. */
export type InputChoice = (scope: InputScope) => Input;

/** Records per second of inputs that have no pace of their own. */
export const DEFAULT_RATE = 50;

type InputSettings = Pick<Settings, 'input' | 'key' | 'time' | 'rate'>;

/** Each loads its own module and no other's, so that none costs the start of the others. */
const BUILT_IN = new Map<string, (rate: number) => Promise<InputChoice>>([
  [
    'payments',
    async (rate) => {
      const { paymentsInput } = await import('#producer/inputs/payments/payments.ts');
      return ({ clock, random }) => paymentsInput({ clock, random, rate });
    },
  ],
  [
    'earthquakes',
    async (rate) => {
      const { earthquakesInput } = await import('#producer/inputs/earthquakes.ts');
      return ({ clock }) => earthquakesInput({ clock, rate });
    },
  ],
  [
    'flights',
    async (rate) => {
      const { flightsInput } = await import('#producer/inputs/flights.ts');
      return ({ clock }) => flightsInput({ clock, rate });
    },
  ],
]);

/**
 * Finds the input that the settings name. Throws before anything starts: UsageError for settings that
 * do not go together, InputMissing for a file that is not there.
 */
export async function chooseInput(
  settings: InputSettings,
  stdin: AsyncIterable<Uint8Array>,
): Promise<InputChoice> {
  const load = BUILT_IN.get(settings.input);
  if (load === undefined) return chooseLines(settings, stdin);
  const problems = (['key', 'time'] as const)
    .filter((name) => settings[name] !== undefined)
    .map((name) => `--${name} goes with a FILE or - only; ${settings.input} has its own`);
  if (problems.length > 0) throw new UsageError(problems);
  return load(settings.rate ?? DEFAULT_RATE);
}

async function chooseLines(
  { input, key, time, rate }: InputSettings,
  stdin: AsyncIterable<Uint8Array>,
): Promise<InputChoice> {
  const { linesInput } = await import('#producer/inputs/lines.ts');
  const { openLines } = await import('#producer/inputs/lines/open-lines.ts');
  const file =
    input === '-'
      ? { name: 'stdin', format: undefined, source: () => stdin }
      : await openLines(input, fixesFor(input));
  return ({ clock }) => linesInput({ ...file, clock, keyField: key, timeField: time, rate });
}

/** A name that is no file may be a slip of the fingers at one of ours. */
function fixesFor(input: string): readonly string[] {
  const near = didYouMean(input, [...BUILT_IN.keys()]);
  return [
    ...(near === undefined ? [] : [`did you mean --input ${near}?`]),
    'the built-in inputs are payments, earthquakes and flights; - reads stdin',
  ];
}
