import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyBudget } from './body-limit.ts';

describe('BodyBudget', () => {
  it('never lets more be out than there is, and takes back what was given', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 })), fc.infiniteStream(fc.boolean()), (sizes, ends) => {
        const budget = new BodyBudget(100);
        let out: number[] = [];
        for (const size of sizes) {
          const used = out.reduce((sum, taken) => sum + taken, 0);
          expect(budget.take(size)).toBe(used + size <= 100);
          if (used + size <= 100) out.push(size);
          if (ends.next().value) {
            for (const taken of out) budget.give(taken);
            out = [];
          }
        }
      }),
    );
  });
});
