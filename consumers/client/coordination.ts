import { ExpectedError } from '#runtime/errors.ts';

export interface StoredObject {
  readonly body: Uint8Array;
  readonly version: string;
}

/** No version of any store: an ETag has quotes, a number has digits. */
export const ABSENT = 'absent';

/**
 * All that consumers need of a store: small objects, each replaced by compare-and-swap. Whatever is
 * written must be seen by the next `get` and `list` of anyone.
 */
export interface CoordinationStore {
  readonly get: (key: string) => Promise<StoredObject | undefined>;
  /**
   * Writes if the object still has the version `expect`, or with ABSENT if there is none. Resolves to
   * the new version; throws Conflict if nothing was written because the expectation failed, or might
   * have.
   */
  readonly put: (key: string, body: Uint8Array, expect: string) => Promise<string>;
  /**
   * Without a condition, because not every S3 has one: only for objects that have been given an
   * end state by `put`, which nobody writes again.
   */
  readonly delete: (key: string) => Promise<void>;
  readonly list: (prefix: string) => AsyncIterable<ListedObject>;
}

export interface ListedObject {
  readonly key: string;
  readonly version: string;
  /** Since it was written, if the store can tell, by its own clock alone. */
  readonly ageMs?: number;
}

/** The object is not what the writer expected, or another write was under way. Reading tells which. */
export class Conflict extends ExpectedError {
  readonly code = 'conflict';

  constructor(key: string, cause?: unknown) {
    super(`${key} was not written: it is not what was expected`, { cause });
  }
}
