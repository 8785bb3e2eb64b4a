import { describe, expect, it } from 'vitest';
import { MemoryBudget } from './memory-budget.ts';

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a memory budget', () => {
  it('makes those wait for whom there is no room, and serves them in order', async () => {
    const budget = new MemoryBudget(100);
    const first = await budget.hold(80, never);
    const order: string[] = [];
    const large = budget.hold(60, never).then((hold) => (order.push('large'), hold));
    const small = budget.hold(10, never).then((hold) => (order.push('small'), hold));
    await turn();
    expect(order).toEqual([]);
    first?.release();
    await Promise.all([large, small]);
    expect(order).toEqual(['large', 'small']);
    expect(budget.heldBytes).toBe(70);
  });

  it('lets others in when a hold turns out smaller', async () => {
    const budget = new MemoryBudget(100);
    const hold = await budget.hold(100, never);
    const other = budget.hold(90, never);
    hold?.resize(10);
    await other;
    expect(budget.heldBytes).toBe(100);
  });

  it('grants one hold even if it is larger than all there is', async () => {
    const budget = new MemoryBudget(10);
    await expect(budget.hold(50, never)).resolves.toBeDefined();
  });

  it('counts a hold that is released twice once', async () => {
    const budget = new MemoryBudget(100);
    const hold = await budget.hold(40, never);
    await budget.hold(40, never);
    hold?.release();
    hold?.release();
    expect(budget.heldBytes).toBe(40);
  });

  it('keeps no place for who has stopped waiting', async () => {
    const budget = new MemoryBudget(100);
    const first = await budget.hold(100, never);
    const impatient = new AbortController();
    const left = budget.hold(100, impatient.signal);
    const next = budget.hold(50, never);
    impatient.abort();
    await expect(left).resolves.toBeUndefined();
    first?.release();
    await next;
    expect(budget.heldBytes).toBe(50);
  });
});
