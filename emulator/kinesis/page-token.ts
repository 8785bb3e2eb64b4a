import { crc32 } from 'node:zlib';
import { invalidToken, tokenExpired } from './reading-errors.ts';

/** As on AWS. */
const LIFE_MS = 300_000;

/** As on AWS: opaque, and dead after 300 seconds. `fields` is what the listing goes on from. */
export function encodePageToken(listing: string, fields: readonly string[], now: number): string {
  const text = JSON.stringify([listing, now, ...fields]);
  return Buffer.from(`${checksum(text)}${text}`).toString('base64');
}

/** The fields of a token of this listing. Throws InvalidArgumentException or ExpiredNextTokenException. */
export function readPageToken(listing: string, token: string, now: number): readonly string[] {
  const decoded = Buffer.from(token, 'base64').toString();
  const text = decoded.slice(8);
  if (decoded.slice(0, 8) !== checksum(text)) throw invalidToken();
  const [of, createdAt, ...fields] = listIn(text);
  // The sum keeps out accidents, not a client that makes one of its own.
  if (of !== listing || typeof createdAt !== 'number' || !fields.every(isText)) {
    throw invalidToken();
  }
  if (now - createdAt > LIFE_MS) throw tokenExpired(LIFE_MS);
  return fields;
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

const checksum = (text: string): string => crc32(`NextToken ${text}`).toString(16).padStart(8, '0');
