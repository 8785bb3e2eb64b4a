import { encode } from 'cbor2';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCbor } from './read-cbor.ts';

const SERIALIZATION = expect.objectContaining({ code: 'SerializationException', status: 400 });

describe('readCbor', () => {
  it('takes an empty body for no members', () => {
    expect(readCbor(new Uint8Array())).toEqual({});
  });

  it('reads what an independent encoder writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), (value) => {
        expect(readCbor(encode(value))).toEqual(value);
      }),
    );
  });

  it.each([
    ['0a', 10],
    ['1818', 24],
    ['1903e8', 1_000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['20', -1],
    ['3903e7', -1_000],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', null],
    ['f93c00', 1],
    ['f9c400', -4],
    ['f90001', 5.960464477539063e-8],
    ['fa47c35000', 100_000],
    ['fb3ff199999999999a', 1.1],
    ['60', ''],
    ['62c3bc', '\u00fc'],
    ['80', []],
    ['83010203', [1, 2, 3]],
    ['a161610a', { a: 10 }],
    ['d9d9f701', 1],
  ])('reads %s as the standard does', (hex, value) => {
    expect(readCbor(Buffer.from(hex, 'hex'))).toEqual(value);
  });

  it('reads byte strings as bytes, and a view into a larger buffer', () => {
    const larger = Buffer.from('ffff4401020304ffff', 'hex');
    expect(readCbor(larger.subarray(2, 7))).toEqual(Buffer.of(1, 2, 3, 4));
  });

  it('reads lists, maps and strings of indefinite length, in as many pieces as they come', () => {
    const pieces = ['bf', '61619f01ff', '61627f62c3bc6178ff', '61635f41014102ff', 'ff'].join('');
    expect(readCbor(Buffer.from(pieces, 'hex'))).toEqual({
      a: [1],
      b: '\u00fcx',
      c: Buffer.of(1, 2),
    });
    expect(readCbor(Buffer.from('7fff', 'hex'))).toBe('');
    expect(readCbor(Buffer.from('5fff', 'hex'))).toEqual(Buffer.alloc(0));
  });

  it('reads tag 1 as milliseconds', () => {
    expect(readCbor(Buffer.from('c11b000001a216c9420b', 'hex'))).toEqual(
      new Date('2026-11-26T07:36:58.123Z'),
    );
  });

  it('takes an instant beyond all calendars for the last one', () => {
    expect(readCbor(Buffer.from('c11bffffffffffffffff', 'hex'))).toEqual(new Date(8.64e15));
  });

  it('reads an integer beyond 2^53 as the nearest number, as JSON does', () => {
    expect(readCbor(Buffer.from('1b0020000000000001', 'hex'))).toBe(JSON.parse('9007199254740993'));
  });

  it('keeps __proto__ as a name like any other', () => {
    const value = readCbor(Buffer.from('a1695f5f70726f746f5f5fa168706f6c6c7574656401', 'hex'));
    expect(Object.entries(value as object)).toEqual([['__proto__', { polluted: 1 }]]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([
    ['nothing after a head', '19'],
    ['a string longer than the body', '7affffffff'],
    ['bytes longer than the body', '5bffffffffffffffff00'],
    ['a list longer than the body', '9bffffffffffffffff'],
    ['a map longer than the body', 'baffffffff'],
    ['a list without end', '9f01'],
    ['a map with a name and no value', 'bf6161ff'],
    ['a name that is no text', 'a10101'],
    ['a break by itself', 'ff'],
    ['a break in a list of known length', '81ff'],
    ['a second item', '0000'],
    ['a length that is reserved', '1c'],
    ['a simple value that is reserved', 'f8ff'],
    ['an integer of indefinite length', '1f'],
    ['text in a byte string', '5f6161ff'],
    ['pieces in pieces', '5f5f4101ffff'],
    ['text that is not UTF-8', '62c328'],
    ['text cut within a character', '7f61c361bcff'],
    ['a number that is none', 'f97e00'],
    ['an infinite number', 'f97c00'],
    ['a tag that is unknown', 'c201'],
    ['a tag of nothing', 'c1'],
    ['an instant that is no number', 'c16161'],
  ])('refuses %s', (_, hex) => {
    expect(() => readCbor(Buffer.from(hex, 'hex'))).toThrow(SERIALIZATION);
  });

  it.each([
    ['lists', '81'],
    ['lists of indefinite length', '9f'],
    ['maps', 'a16161'],
    ['tags', 'd9d9f7'],
  ])('refuses %s in each other beyond a depth', (_, hex) => {
    const nested = (depth: number): Buffer => Buffer.from(`${hex.repeat(depth)}00`, 'hex');
    expect(() => readCbor(nested(1_000_000))).toThrow('nested too deeply');
  });

  it.each([
    ['numbers', 0x00, 0x9f],
    ['empty strings', 0x60, 0x9f],
    ['pieces of a string', 0x60, 0x7f],
  ])('refuses %s without number', (_, item, start) => {
    const body = Buffer.concat([Buffer.of(start), Buffer.alloc(1_000_000, item), Buffer.of(0xff)]);
    expect(() => readCbor(body)).toThrow(SERIALIZATION);
  });
});
