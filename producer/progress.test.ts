import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input } from './inputs/input.ts';
import { InputProgress, withoutFirst } from './progress.ts';

describe('the progress of an input', () => {
  it('is behind the first item that is still under way, in whatever order they settle', () => {
    const order = fc.shuffledSubarray(
      Array.from({ length: 30 }, (_, index) => index + 1),
      { minLength: 0 },
    );
    fc.assert(
      fc.property(order, (settled) => {
        const progress = new InputProgress(0);
        for (let place = 1; place <= 30; place++) progress.accepted(`run-${place}`, place);
        for (const place of settled) progress.settled(`run-${place}`);
        const done = new Set(settled);
        let expected = 0;
        while (done.has(expected + 1)) expected += 1;
        expect(progress.done).toBe(expected);
      }),
    );
  });

  it('counts on from what processes before have put', () => {
    expect(new InputProgress(7).done).toBe(7);
  });

  it('leaves out what they have put, refused lines included', async () => {
    const item = (eventAt: number) => ({ key: 'k', eventAt, data: {} });
    const input: Input = {
      name: 'three',
      async *items() {
        yield item(1);
        yield { refused: { line: 2, reason: 'no JSON' } };
        yield item(3);
      },
    };
    const left = [];
    for await (const one of withoutFirst(input, 2).items(new AbortController().signal)) {
      left.push(one);
    }
    expect(left).toEqual([item(3)]);
  });
});
