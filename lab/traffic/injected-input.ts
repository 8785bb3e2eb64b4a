import type { Input, InputItem, RefusedLine } from '#producer/inputs/input.ts';

export interface InjectedInput extends Input {
  /** Puts these between what the input itself yields, at once. */
  readonly inject: (items: readonly InputItem[]) => void;
}

/**
 * An input into which a person can put records of their own: they are numbered, and so in the books,
 * like all others. What the input itself yields goes through `apply`. Ends when the input ends,
 * whatever was still to be injected.
 */
export function injectedInput(
  input: Input,
  apply: (item: InputItem) => InputItem = (item) => item,
): InjectedInput {
  const injected: InputItem[] = [];
  let wake = (): void => {};

  async function* items(signal: AbortSignal): AsyncGenerator<InputItem | RefusedLine> {
    const own = input.items(signal)[Symbol.asyncIterator]();
    try {
      for (let next = own.next(); ;) {
        for (let item = injected.shift(); item; item = injected.shift()) yield item;
        const came = await eitherOf(next);
        if (came === 'news') continue;
        if (came.done === true) return;
        yield 'refused' in came.value ? came.value : apply(came.value);
        next = own.next();
      }
    } finally {
      await own.return?.();
    }
  }

  /** A promise of its own for each wait: one kept for all would remember everybody who ever waited. */
  const eitherOf = <T>(next: Promise<T>): Promise<T | 'news'> =>
    new Promise((resolve, reject) => {
      wake = () => resolve('news');
      next.then(resolve, reject);
    });

  return {
    name: input.name,
    items,
    inject: (more) => {
      injected.push(...more);
      wake();
    },
  };
}
