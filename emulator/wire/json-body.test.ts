import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonBody } from './json-body.ts';

const MIB = 1_024 * 1_024;

describe('parseJsonBody', () => {
  it('takes an empty body for no members', () => {
    expect(parseJsonBody(new Uint8Array())).toEqual({});
  });

  it('reads back whatever JSON says', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJsonBody(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads a view into a larger buffer', () => {
    const larger = Buffer.from('xx{"a":1}yy');
    expect(parseJsonBody(larger.subarray(2, 9))).toEqual({ a: 1 });
  });

  it.each(['{', '{"a":}', 'Action=ListStreams', '\u0000'])('refuses %j', (text) => {
    expect(() => parseJsonBody(Buffer.from(text))).toThrow(
      expect.objectContaining({ code: 'SerializationException', status: 400 }),
    );
  });

  it('reads the largest legal request, though every key is made of commas', () => {
    const Records = Array.from({ length: 500 }, () => ({
      Data: 'A'.repeat(28_000),
      PartitionKey: ','.repeat(256),
      ExplicitHashKey: '1'.repeat(39),
    }));
    const body = Buffer.from(JSON.stringify({ Records, StreamName: 's' }));
    expect(body.length).toBeGreaterThan(13 * MIB);
    expect(parseJsonBody(body)).toMatchObject({ StreamName: 's' });
  });

  it.each([
    ['brackets', '['.repeat(MIB) + ']'.repeat(MIB)],
    ['empty objects', `[${'{},'.repeat(MIB)}{}]`],
    ['numbers', `[${'1,'.repeat(MIB)}1]`],
  ])('refuses a large body of %s without reading it', (_, text) => {
    expect(() => parseJsonBody(Buffer.from(text))).toThrow('too many elements');
  });
});
