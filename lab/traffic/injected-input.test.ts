import { describe, expect, it } from 'vitest';
import type { Input, InputItem } from '#producer/inputs/input.ts';
import { injectedInput } from './injected-input.ts';

const item = (key: string): InputItem => ({ key, eventAt: 0, data: {} });

/** Yields what it is given, when it is given it. */
function givenInput() {
  const waiting: ((item: InputItem | undefined) => void)[] = [];
  const ended = { value: false };
  const input: Input = {
    name: 'given',
    async *items() {
      try {
        for (;;) {
          const next = await new Promise<InputItem | undefined>((resolve) => waiting.push(resolve));
          if (!next) return;
          yield next;
        }
      } finally {
        ended.value = true;
      }
    },
  };
  return { input, ended, give: (next: InputItem | undefined) => waiting.shift()?.(next) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('injectedInput', () => {
  it('yields what was injected between the items of its own, none twice, none lost', async () => {
    const { input, give, ended } = givenInput();
    const injecting = injectedInput(input);
    const keys: string[] = [];
    const reading = (async () => {
      for await (const next of injecting.items(new AbortController().signal)) {
        if ('key' in next) keys.push(next.key);
      }
    })();
    await turn();
    give(item('own 1'));
    await turn();
    injecting.inject([item('mine 1'), item('mine 2')]);
    await turn();
    injecting.inject([item('mine 3')]);
    await turn();
    give(item('own 2'));
    await turn();
    give(undefined);
    await reading;
    expect(keys).toEqual(['own 1', 'mine 1', 'mine 2', 'mine 3', 'own 2']);
    expect(ended.value).toBe(true);
  });

  it('lets its input end when its reader has had enough', async () => {
    const { input, give, ended } = givenInput();
    const reading = (async () => {
      for await (const _ of injectedInput(input).items(new AbortController().signal)) break;
    })();
    await turn();
    give(item('own'));
    await reading;
    expect(ended.value).toBe(true);
  });
});
