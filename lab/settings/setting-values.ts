import { z } from 'zod';
import { DELAY_NAMES, parseDelays } from './delays.ts';
import { parseDuration } from './duration.ts';
import { parseServiceUrls, SERVICE_NAMES } from './service-urls.ts';
import { parseSize } from './size.ts';

/** What a setting may be: each reads the text of a flag or a variable, or says what it would rather have. */

export const number = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(/^\d+(\.\d+)?$/, `a number from ${min} to ${max}, please`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `from ${min} to ${max}, please`);

export const whole = (min: number, max: number) =>
  number(min, max).refine(Number.isInteger, 'a whole number, please');

export const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  context.addIssue('a time such as 90s, 3m or 1h, please');
  return z.NEVER;
});

/** With less, what is read back would hardly stay for the next reader. */
const MIN_MEMORY = '16MiB';

export const memory = z.string().transform((text, context) => {
  const bytes = parseSize(text);
  if (bytes !== undefined && bytes >= (parseSize(MIN_MEMORY) ?? 0)) return bytes;
  context.addIssue(`a size such as 64MiB or 1GiB, at least ${MIN_MEMORY}, please`);
  return z.NEVER;
});

/** A flag without a value; as a variable, 1 or 0. */
export const onOrOff = z
  .enum(['1', 'true', '0', 'false'], '1 or 0, please')
  .transform((text) => text === '1' || text === 'true')
  .default(false);

export const delays = z.string().transform((text, context) => {
  const parsed = parseDelays(text);
  if (parsed) return parsed;
  context.addIssue(`fast, aws or NAME=TIME, please; the names are ${DELAY_NAMES.join(', ')}`);
  return z.NEVER;
});

export const services = z.string().transform((text, context) => {
  const parsed = parseServiceUrls(text);
  if (parsed) return parsed;
  context.addIssue(`NAME=http://HOST:PORT, please; the names are ${SERVICE_NAMES.join(', ')}`);
  return z.NEVER;
});
