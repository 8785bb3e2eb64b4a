import { askUntilAnswered, type Asking } from './ask.ts';
import type { CoordinationStore } from './coordination.ts';

/**
 * A store that is asked until it answers. What was written without an answer is written again and
 * refused, which the register looks into.
 */
export function patientStore(
  store: CoordinationStore,
  asking: Asking,
  signal: AbortSignal,
): CoordinationStore {
  const insist = <Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> =>
    askUntilAnswered(what, call, asking, signal);
  return {
    get: (key) => insist(`get ${key}`, () => store.get(key)),
    put: (key, body, expect) => insist(`put ${key}`, () => store.put(key, body, expect)),
    delete: (key) => insist(`delete ${key}`, () => store.delete(key)),
    async *list(prefix) {
      yield* await insist(`list ${prefix}`, () => collect(store.list(prefix)));
    },
  };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
