import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterAllUnder, justAfter, keyOfOrder, orderOfKey } from './key-order.ts';

const anyKey = fc.string({ unit: 'binary' });

describe('orderOfKey', () => {
  it('puts U+FFFD before U+10000, which UTF-16 does not', () => {
    expect(orderOfKey('\u{FFFD}') < orderOfKey('\u{10000}')).toBe(true);
    expect(['\u{FFFD}', '\u{10000}'].toSorted()).toEqual(['\u{10000}', '\u{FFFD}']);
  });

  it('compares as the bytes of UTF-8 do', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (a, b) => {
        const byBytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(byBytes)).toBe(sign(orderOfKey(a), orderOfKey(b)));
      }),
    );
  });

  it('leads back to the key', () => {
    fc.assert(fc.property(anyKey, (key) => keyOfOrder(orderOfKey(key)) === key));
  });
});

describe('justAfter and afterAllUnder', () => {
  it('enclose all keys that begin with a prefix and no other', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (prefix, key) => {
        const order = orderOfKey(key);
        const isWithin =
          order >= justAfter(orderOfKey(prefix)) && order < afterAllUnder(orderOfKey(prefix));
        expect(isWithin).toBe(key !== prefix && key.startsWith(prefix));
      }),
    );
  });
});

const sign = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
