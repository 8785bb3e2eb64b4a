/** As on AWS: a partition key has 1 to 256 characters. */
export const MAX_KEY_CHARACTERS = 256;

export interface Problem {
  readonly problem: string;
}

/** The partition key that a field of `data` holds, or why it holds none. */
export function keyIn(data: Readonly<Record<string, unknown>>, field: string): string | Problem {
  if (!Object.hasOwn(data, field)) return { problem: `no field "${field}" for the key` };
  const value = data[field];
  if (!isScalar(value)) return { problem: `field "${field}" is no text or number to be a key` };
  const key = String(value);
  if (key === '') return { problem: `field "${field}" is empty and cannot be the key` };
  if (key.length <= MAX_KEY_CHARACTERS) return key;
  return { problem: `field "${field}" has more than ${MAX_KEY_CHARACTERS} characters for a key` };
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
