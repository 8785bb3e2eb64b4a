import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRange } from './range.ts';

describe('readRange on ten bytes', () => {
  it.each([
    ['bytes=0-8', 0, 8],
    ['bytes=1-', 1, 9],
    ['bytes=-2', 8, 9],
    ['bytes=0-100', 0, 9],
    ['bytes=-15', 0, 9],
    ['bytes=9-9', 9, 9],
    [`bytes=0-${'9'.repeat(400)}`, 0, 9],
  ])('reads %s', (header, first, last) => {
    expect(readRange(header, 10)).toEqual({ first, last });
  });

  it.each([
    undefined,
    '',
    'bytes=1-0',
    'bytes=-1-',
    'bytes=-',
    'bytes=0-1,3-4',
    'items=0-1',
    'bytes=a-b',
    'bytes=0x0-1',
  ])('takes %j for no range', (header) => {
    expect(readRange(header, 10)).toBeUndefined();
  });

  it.each(['bytes=-0', 'bytes=10-', 'bytes=10-20', `bytes=${'9'.repeat(400)}-`])(
    'cannot satisfy %s',
    (header) => {
      expect(readRange(header, 10)).toBe('unsatisfiable');
    },
  );
});

describe('readRange', () => {
  it.each(['bytes=0-', 'bytes=0-0', 'bytes=-1'])('cannot satisfy %s on no bytes', (header) => {
    expect(readRange(header, 0)).toBe('unsatisfiable');
  });

  it('never reaches outside the object', () => {
    const bound = fc.oneof(fc.nat(), fc.constant(''));
    fc.assert(
      fc.property(bound, bound, fc.nat(), (from, to, sizeBytes) => {
        const range = readRange(`bytes=${from}-${to}`, sizeBytes);
        if (range === undefined || range === 'unsatisfiable') return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.last).toBeGreaterThanOrEqual(range.first);
        expect(range.last).toBeLessThan(sizeBytes);
      }),
    );
  });
});
