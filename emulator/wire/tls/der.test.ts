import { describe, expect, it } from 'vitest';
import { bitString, explicit, implicit, integer, objectId, octetString, time } from './der.ts';

const hex = (bytes: Buffer): string => bytes.toString('hex');

/* Expected values are the examples of X.690 and RFC 5280, or follow from their rules by hand. */

describe('DER', () => {
  it.each([
    [127, '047f', 2],
    [128, '048180', 3],
    [255, '0481ff', 3],
    [256, '04820100', 4],
    [65_536, '0483010000', 5],
  ])('writes a length of %d bytes', (length, start, headBytes) => {
    const written = octetString(Buffer.alloc(length));
    expect(hex(written.subarray(0, headBytes))).toBe(start);
    expect(written.length).toBe(headBytes + length);
  });

  it.each([
    ['00', '020100'],
    ['7f', '02017f'],
    ['80', '02020080'],
    ['000001', '020101'],
    ['0080', '02020080'],
  ])('writes the whole number %s', (bytes, written) => {
    expect(hex(integer(Buffer.from(bytes, 'hex')))).toBe(written);
  });

  it.each([
    ['2.5.29.17', '0603551d11'],
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
    ['1.3.6.1.5.5.7.3.1', '06082b06010505070301'],
  ])('writes the identifier %s', (dotted, written) => {
    expect(hex(objectId(dotted))).toBe(written);
  });

  it('writes instants in two digits for the year, and in four from 2050 on', () => {
    expect(time(Date.UTC(2026, 10, 26, 7, 36, 58)).toString('latin1', 2)).toBe('261126073658Z');
    expect(hex(time(Date.UTC(2049, 11, 31)).subarray(0, 2))).toBe('170d');
    expect(time(Date.UTC(2050, 0, 1)).toString('latin1', 2)).toBe('20500101000000Z');
    expect(hex(time(Date.UTC(2050, 0, 1)).subarray(0, 2))).toBe('180f');
  });

  it('writes bits with how many of them do not count, and members by their number', () => {
    expect(hex(bitString(Buffer.of(0x06), 1))).toBe('03020106');
    expect(hex(explicit(3, octetString(Buffer.of(1))))).toBe('a303040101');
    expect(hex(implicit(2, Buffer.from('a')))).toBe('820161');
  });
});
