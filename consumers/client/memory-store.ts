import { ABSENT, Conflict, type CoordinationStore, type StoredObject } from './coordination.ts';

/** A store that lasts as long as the process: for tests and for what may begin anew each time. */
export function memoryStore(): CoordinationStore {
  const objects = new Map<string, StoredObject>();
  let writes = 0;

  return {
    get: (key) => Promise.resolve(objects.get(key)),

    async put(key, body, expect) {
      const version = objects.get(key)?.version ?? ABSENT;
      if (version !== expect) throw new Conflict(key);
      writes += 1;
      objects.set(key, { body: Uint8Array.from(body), version: String(writes) });
      return String(writes);
    },

    async delete(key) {
      objects.delete(key);
    },

    async *list(prefix) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
      for (const key of keys) {
        const object = objects.get(key);
        if (object) yield { key, version: object.version };
      }
    },
  };
}
