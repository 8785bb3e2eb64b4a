import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Link, LinkedQueue } from './linked-queue.ts';

describe('LinkedQueue', () => {
  it('keeps the order of what is left, wherever something was taken out', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(), { nil: undefined })), (steps) => {
        const queue = new LinkedQueue<number>();
        const links: Link<number>[] = [];
        for (const [index, out] of steps.entries()) {
          if (out === undefined) links.push(queue.push(index));
          else {
            const [link] = links.splice(out % Math.max(links.length, 1), 1);
            if (link !== undefined) queue.remove(link);
          }
          expect(valuesOf(queue)).toEqual(links.map(({ value }) => value));
        }
      }),
    );
  });
});

function valuesOf(queue: LinkedQueue<number>): number[] {
  const values: number[] = [];
  for (let link = queue.first; link !== undefined; link = link.next) values.push(link.value);
  return values;
}
