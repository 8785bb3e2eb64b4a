import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.ts';

interface Item {
  readonly rank: number;
  heapIndex: number;
}

describe('Heap', () => {
  it('has the first in order on top, whatever was put in and taken out', () => {
    fc.assert(
      fc.property(
        // More comes than goes, so that removals reach far below the top.
        fc.array(
          fc.oneof(
            { weight: 2, arbitrary: fc.record({ rank: fc.nat() }) },
            { weight: 1, arbitrary: fc.record({ out: fc.nat() }) },
          ),
          { minLength: 30, maxLength: 120 },
        ),
        (steps) => {
          const heap = new Heap<Item>((a, b) => a.rank < b.rank);
          const items: Item[] = [];
          for (const step of steps) {
            if ('rank' in step) {
              const item = { rank: step.rank, heapIndex: 0 };
              items.push(item);
              heap.push(item);
            } else if (items.length > 0) {
              const [item] = items.splice(step.out % items.length, 1);
              if (item !== undefined) heap.remove(item);
            }
            expect(heap.size).toBe(items.length);
            const lowest = items.length === 0 ? undefined : Math.min(...items.map((i) => i.rank));
            expect(heap.first?.rank).toBe(lowest);
          }
          const ranks: number[] = [];
          for (let first = heap.first; first !== undefined; first = heap.first) {
            ranks.push(first.rank);
            heap.remove(first);
          }
          expect(ranks).toEqual(items.map((item) => item.rank).sort((a, b) => a - b));
        },
      ),
    );
  });
});
