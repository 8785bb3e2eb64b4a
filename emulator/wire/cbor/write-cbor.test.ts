import { decode } from 'cbor2';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCbor } from './read-cbor.ts';
import { writeCbor } from './write-cbor.ts';

describe('writeCbor', () => {
  it('writes what an independent decoder reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const expected = JSON.parse(JSON.stringify(value)) as unknown;
        expect(decode(writeCbor(value, {}))).toEqual(expected);
        expect(readCbor(writeCbor(value, {}))).toEqual(expected);
      }),
    );
  });

  it.each([0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])(
    'writes %d and what lies as far below zero in whole numbers',
    (value) => {
      expect(decode(writeCbor(value, {}))).toBe(value);
      expect(decode(writeCbor(-1 - value, {}))).toBe(-1 - value);
      expect([0xfa, 0xfb]).not.toContain(writeCbor(value, {})[0]);
    },
  );

  it.each([0, 23, 24, 255, 256, 65_535, 65_536])('writes a string of %d bytes', (length) => {
    const text = 'x'.repeat(length);
    expect(decode(writeCbor(text, {}))).toBe(text);
  });

  it('gives maps and lists no length, as AWS does', () => {
    expect(writeCbor({ A: [1] }, {}).toString('hex')).toBe('bf61419f01ffff');
  });

  it('writes blobs as bytes and instants as tag 1 with milliseconds', () => {
    const answer = { Data: 'AAH//g==', At: 1_795_678_618.123, Name: 'Data' };
    const written = writeCbor(answer, { Data: 'blob', At: 'instant' });
    expect(written.toString('hex')).toBe(
      [
        'bf',
        '6444617461',
        '440001fffe',
        '624174',
        'c11b000001a216c9420b',
        '644e616d65',
        '6444617461',
        'ff',
      ].join(''),
    );
  });

  it.each([0, 23, 24, 255, 256, 65_535, 65_536, 1_000_000])(
    'writes a blob of %d bytes',
    (length) => {
      const bytes = Buffer.alloc(length, 'bytes');
      const written = writeCbor({ Data: bytes.toString('base64') }, { Data: 'blob' });
      const { Data } = readCbor(written) as { readonly Data: Buffer };
      expect(Data.equals(bytes)).toBe(true);
    },
  );

  it('leaves out members without a value, as JSON does', () => {
    expect(decode(writeCbor({ A: undefined, B: null }, {}))).toEqual({ B: null });
  });
});
