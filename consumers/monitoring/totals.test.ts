import { describe, expect, it } from 'vitest';
import { Totals } from './totals.ts';

const rowOf = (values: readonly number[]) => {
  const totals = new Totals();
  for (const value of values) totals.add(value);
  return totals.row('k', 1_000);
};

describe('totals', () => {
  it('sum amounts without the error of plain addition', () => {
    expect(rowOf(Array(1_000).fill(0.1)).sum).toBe(100);
    expect(rowOf([1e16, 1, -1e16]).sum).toBe(1);
  });

  it('give no percentile outside what was measured', () => {
    const values = Array.from({ length: 1_000 }, () => 7.77);
    expect(rowOf(values)).toMatchObject({ p50: 7.77, p99: 7.77, min: 7.77, max: 7.77 });
  });
});
