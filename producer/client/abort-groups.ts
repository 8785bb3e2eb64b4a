/**
 * Listens to each signal once, however many values hang on it: thousands of records may share one,
 * and thousands of listeners on one signal are a leak in the eyes of Node.
 */
export class AbortGroups<T> {
  readonly #onAbort: (value: T) => void;
  readonly #groups = new Map<AbortSignal, Group<T>>();

  constructor(onAbort: (value: T) => void) {
    this.#onAbort = onAbort;
  }

  add(signal: AbortSignal, value: T): void {
    let group = this.#groups.get(signal);
    if (group === undefined) {
      group = { values: new Set(), listener: () => this.#abort(signal) };
      this.#groups.set(signal, group);
      signal.addEventListener('abort', group.listener, { once: true });
    }
    group.values.add(value);
  }

  remove(signal: AbortSignal, value: T): void {
    const group = this.#groups.get(signal);
    if (!group?.values.delete(value) || group.values.size > 0) return;
    this.#groups.delete(signal);
    signal.removeEventListener('abort', group.listener);
  }

  #abort(signal: AbortSignal): void {
    const group = this.#groups.get(signal);
    this.#groups.delete(signal);
    for (const value of group?.values ?? []) this.#onAbort(value);
  }
}

interface Group<T> {
  readonly values: Set<T>;
  readonly listener: () => void;
}
