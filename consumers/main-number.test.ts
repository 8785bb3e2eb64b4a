import { describe, expect, it } from 'vitest';
import { mainNumberOf } from './main-number.ts';

const of = (data: Record<string, unknown>) =>
  mainNumberOf({ id: 'a-0', key: 'k', eventAt: 0, producedAt: 0, data });

describe('the main number of a record', () => {
  it('is the amount of a payment, wherever it stands', () => {
    expect(of({ count: 3, amount: 12.5 })).toBe(12.5);
  });

  it('is the first field that measures something where no usual name is present', () => {
    expect(of({ name: 'x', depth: 8, speed: 9 })).toBe(8);
    expect(of({ userId: 7, paid: 8 })).toBe(8);
  });

  it('is no place, time or identifier', () => {
    expect(of({ id: 1, lat: 2, longitude: 3, time: 4, userId: 5, updatedAt: 6 })).toBeUndefined();
  });

  it('is no infinite number and no number in quotes', () => {
    expect(of({ value: Number.NaN, amount: '12', depth: Infinity })).toBeUndefined();
  });
});
