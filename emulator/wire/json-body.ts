import { serializationError } from '../errors.ts';

/** Below this any body is read in a few hundredths of a second, however it is built. */
const SMALL_BYTES = 1_024 * 1_024;

/**
 * A full PutRecords has 500 records, some 2,000 members, and partition keys of 128,000 characters in
 * all, each of which may look like structure. Beyond that a body would only keep others waiting:
 * 16 MiB of `[` took 4 s to read, 16 MiB of base64 takes 0.02 s.
 */
const MAX_STRUCTURE = 262_144;

const STRUCTURAL = ['{', '[', ','].map((character) => character.charCodeAt(0));

/**
 * Reads a request's body; an empty one stands for no members. Throws SerializationException.
 *
 * Unverified: AWS's words for a body that is not JSON.
 * Unlike AWS: a large body must not consist of structure alone, which no legal request does.
 */
export function parseJsonBody(body: Uint8Array): unknown {
  if (body.byteLength === 0) return {};
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (bytes.length > SMALL_BYTES && structureOf(bytes) > MAX_STRUCTURE) {
    throw serializationError('The request body has too many elements.');
  }
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw serializationError('Could not parse the request body as JSON.');
  }
}

/** How many characters could open or part elements, counted until there are too many. */
function structureOf(bytes: Buffer): number {
  let count = 0;
  for (const character of STRUCTURAL) {
    let at = bytes.indexOf(character);
    while (at !== -1 && count <= MAX_STRUCTURE) {
      count += 1;
      at = bytes.indexOf(character, at + 1);
    }
  }
  return count;
}
