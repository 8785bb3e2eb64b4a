import { invalidUri, keyTooLong } from './errors.ts';

const MAX_KEY_BYTES = 1_024;

/**
 * Throws if S3 would not take the key.
 *
 * As on AWS: at most 1,024 bytes of UTF-8, and no key that climbs out of its bucket when `..` is taken
 * for a folder. Unverified: AWS's code for the latter; InvalidURI is what it says of paths it cannot use.
 */
export function checkKey(key: string): void {
  const sizeBytes = Buffer.byteLength(key);
  if (sizeBytes > MAX_KEY_BYTES) throw keyTooLong(sizeBytes, MAX_KEY_BYTES);
  if (climbsOut(key)) throw invalidUri(key);
}

/** Whether the key, normalised as a path, begins with `../`. */
function climbsOut(key: string): boolean {
  let depth = 0;
  for (const segment of key.split('/').slice(0, -1)) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
