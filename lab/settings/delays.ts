import type { EmulatorOptions } from '#emulator/index.ts';
import { parseDuration } from './duration.ts';

type Delays = NonNullable<EmulatorOptions['delays']>;

const KINESIS = {
  'create-stream': 'createStreamMs',
  'delete-stream': 'deleteStreamMs',
  'split-merge': 'splitMergeMs',
  'scaling-step': 'scalingStepMs',
  'register-consumer': 'registerConsumerMs',
  'update-stream': 'updateStreamMs',
} as const;

const FIREHOSE = {
  'create-delivery-stream': 'createMs',
  'delete-delivery-stream': 'deleteMs',
} as const;

/** What may stand beside a profile. */
export const DELAY_NAMES: readonly string[] = [...Object.keys(KINESIS), ...Object.keys(FIREHOSE)];

const isNameIn = <T extends object>(names: T, name: string): name is Extract<keyof T, string> =>
  Object.hasOwn(names, name);

/**
 * Reads `fast` or `aws`, and single delays that differ from the profile, such as
 * `aws,create-stream=5s,split-merge=0`; the profile is `fast` if none is named. Undefined: neither.
 */
export function parseDelays(text: string): Delays | undefined {
  let profile: Delays['profile'] = 'fast';
  const kinesis: Record<string, number> = {};
  const firehose: Record<string, number> = {};
  for (const part of text.split(',').map((words) => words.trim())) {
    if (part === 'fast' || part === 'aws') {
      profile = part;
      continue;
    }
    const [name = '', duration = ''] = part.split('=');
    const ms = parseDuration(duration);
    if (ms === undefined) return undefined;
    if (isNameIn(KINESIS, name)) kinesis[KINESIS[name]] = ms;
    else if (isNameIn(FIREHOSE, name)) firehose[FIREHOSE[name]] = ms;
    else return undefined;
  }
  return { profile, kinesis, firehose };
}
