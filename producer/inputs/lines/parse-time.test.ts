import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from './parse-time.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

describe('parseTime', () => {
  it.each([
    ['2026-11-24T12:00:00.000Z', NOON],
    ['2026-11-24T12:00:00', NOON],
    ['2026-11-24 12:00', NOON],
    ['2026-11-24T14:00:00+02:00', NOON],
    ['2026-11-24T14:00:00+0200', NOON],
    ['2026-11-24T09:00-03', NOON],
    ['2026-11-24T12:00:00,5Z', NOON + 500],
    ['2026-11-24T12:00:00.123456Z', NOON + 123],
    ['2026-11-24', Date.UTC(2026, 10, 24)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
  ])('reads %s', (text, ms) => {
    expect(parseTime(text)).toBe(ms);
  });

  it.each([
    ['seconds', NOON / 1_000],
    ['seconds with a fraction', NOON / 1_000 + 0.0004],
    ['milliseconds', NOON],
    ['seconds as text', String(NOON / 1_000)],
    ['milliseconds as text', String(NOON)],
  ])('reads %s since 1970', (_, value) => {
    expect(parseTime(value)).toBe(NOON);
  });

  it.each(['', 'yesterday', '24.11.2026', '2026-13-01', '2026-02-30', '2026-11-24T25:00', '12:00'])(
    'finds no time in "%s"',
    (text) => {
      expect(parseTime(text)).toBeUndefined();
    },
  );

  it.each([null, true, {}, [], NaN, Infinity, 1e300])('finds no time in %s', (value) => {
    expect(parseTime(value)).toBeUndefined();
  });

  it('reads back what a date prints', () => {
    const years = { min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        expect(parseTime(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});
