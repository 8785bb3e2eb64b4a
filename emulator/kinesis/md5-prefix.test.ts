import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { md5Prefix } from './md5-prefix.ts';

const whole = (text: string): string => createHash('md5').update(text).digest('hex');

describe('md5Prefix', () => {
  it('begins as the MD5 does, whatever the text', () => {
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 70 });
    const any = fc.string({ unit: 'binary', maxLength: 70 });
    fc.assert(
      fc.property(fc.oneof(ascii, any), (text) => {
        expect(md5Prefix(Buffer.from(text)).toString(16).padStart(13, '0')).toBe(
          whole(text).slice(0, 13),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes every length of one block, and longer', () => {
    for (let length = 0; length < 130; length++) {
      const text = 'k'.repeat(length);
      expect(md5Prefix(Buffer.from(text))).toBe(Number.parseInt(whole(text).slice(0, 13), 16));
    }
  });

  it('hashes what lies in larger bytes', () => {
    const key = 'k'.repeat(40);
    expect(md5Prefix(Buffer.from(`before${key}after`), 6, 46)).toBe(md5Prefix(Buffer.from(key)));
  });
});
