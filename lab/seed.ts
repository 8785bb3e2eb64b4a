import { randomInt } from 'node:crypto';

/** A seed for a run that was given none; the report names it, so that the run can be repeated. */
export const randomSeed = (): number => randomInt(2 ** 31 - 1);
