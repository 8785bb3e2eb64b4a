import { createHash } from 'node:crypto';
import { invalidArgument } from './errors.ts';

const CHECK_LENGTH = 8;

/**
 * The token of a page: where the next one begins, opaque to clients and checked when it comes back. A
 * listing keeps no state between its pages, so keys that come and go meanwhile do no harm.
 */
export const tokenFor = (place: string): string =>
  Buffer.from(checkOf(place) + place).toString('base64url');

/** Throws InvalidArgument for what is none of our tokens; undefined for none. */
export function readToken(token: string | null): string | undefined {
  if (token === null) return undefined;
  const text = Buffer.from(token, 'base64url').toString();
  const place = text.slice(CHECK_LENGTH);
  if (token !== '' && tokenFor(place) === token) return place;
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
}

const checkOf = (place: string): string =>
  createHash('sha256').update(place).digest('hex').slice(0, CHECK_LENGTH);
