import { randomBytes, randomInt } from 'node:crypto';

/** A seed for a run that was given none; the report names it, so that the run can be repeated. */
export const randomSeed = (): number => randomInt(2 ** 31 - 1);

/** What nobody can guess, for who may command a running lab. */
export const randomToken = (): string => randomBytes(24).toString('base64url');
