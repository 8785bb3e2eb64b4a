import type { InputChoice } from '#lab/traffic/choose-input.ts';

export interface ScriptedItem {
  /** Lab ms after the input was started. */
  readonly atMs: number;
  readonly key?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** An input that makes exactly these items, at exactly these moments, and then ends. */
export const scriptedInput =
  (items: readonly ScriptedItem[]): InputChoice =>
  ({ clock }) => ({
    name: 'script',
    async *items(signal) {
      const start = clock.now();
      for (const { atMs, key = 'key', data = {} } of items) {
        const dueAt = start + atMs;
        if (dueAt > clock.now()) await clock.sleep(dueAt - clock.now(), signal);
        if (signal.aborted) return;
        yield { key, eventAt: dueAt, data };
      }
    },
  });

/** `count` items, `everyMs` apart, their keys in turn. */
export const steadily = (count: number, everyMs: number, keys = ['a', 'b', 'c']): ScriptedItem[] =>
  Array.from({ length: count }, (_, at) => ({
    atMs: at * everyMs,
    key: keys[at % keys.length] ?? 'a',
  }));
