import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Text, bytesInBase64 } from './base64-text.ts';
import { blob } from './input.ts';
import { ValidationReport } from './validation-report.ts';

const outcomeOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
};

function complaintOf(reader: ReturnType<typeof base64Text>, text: string): unknown {
  const report = new ValidationReport({ echoesValues: true });
  reader.check(text, 'data', report);
  return outcomeOf(() => report.throwIfAny());
}

describe('base64Text', () => {
  it('takes what `blob` takes, as its bytes encode, and refuses the rest in the same words', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'AQgwVz09+/=-_ \n'.split('')) });
    fc.assert(
      fc.property(fc.oneof(fc.base64String(), digits, fc.anything()), (raw) => {
        fc.pre(raw !== undefined && raw !== null);
        expect(outcomeOf(() => base64Text({ max: 9 }).parse(raw))).toEqual(
          outcomeOf(() => blob().parse(raw).toString('base64')),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts the bytes and refuses too many as `blob` does', () => {
    for (let length = 0; length < 12; length++) {
      const bytes = Buffer.alloc(length);
      const text = bytes.toString('base64');
      expect(bytesInBase64(text)).toBe(length);
      const report = new ValidationReport({ echoesValues: true });
      blob({ max: 9 }).check(bytes, 'data', report);
      expect(complaintOf(base64Text({ max: 9 }), text)).toBe(outcomeOf(() => report.throwIfAny()));
    }
  });

  it('takes one that is larger than its scratch memory', () => {
    const text = Buffer.alloc(200_000, 'x').toString('base64');
    expect(base64Text({ max: 200_000 }).parse(text)).toBe(text);
    expect(() => base64Text({ max: 200_000 }).parse(`${text.slice(0, -4)}*AAA`)).toThrow('base64');
  });
});
