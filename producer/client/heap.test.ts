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
        fc.array(fc.oneof(fc.record({ rank: fc.nat({ max: 50 }) }), fc.record({ out: fc.nat() }))),
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
        },
      ),
    );
  });
});
