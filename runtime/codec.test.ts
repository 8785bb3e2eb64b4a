import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, json, text } from './codec.ts';

describe('json', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), (value) => {
        const codec = json<typeof value>();
        expect(codec.decode(codec.encode(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('reads a slice of a larger buffer', () => {
    const whole = Buffer.from('xx{"a":1}yy');
    expect(json().decode(whole.subarray(2, 9))).toEqual({ a: 1 });
  });

  it('refuses a value that has no JSON form', () => {
    expect(() => json<undefined>().encode(undefined)).toThrow(TypeError);
  });

  it('refuses bytes that are not JSON', () => {
    expect(() => json().decode(Buffer.from('{'))).toThrow(SyntaxError);
  });
});

describe('text', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(text().decode(text().encode(value))).toBe(value);
      }),
    );
  });
});

describe('bytes', () => {
  it('hands bytes through without copying them', () => {
    const value = Uint8Array.of(1, 2, 3);
    expect(bytes().encode(value)).toBe(value);
    expect(bytes().decode(value)).toBe(value);
  });
});
