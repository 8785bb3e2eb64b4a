import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord, isForeign, type LabRecord } from './record.ts';
import { splitRecords } from './split-records.ts';

const split = (text: string): string[] =>
  [...splitRecords(Buffer.from(text))].map((piece) => Buffer.from(piece).toString());

const labRecord: fc.Arbitrary<LabRecord> = fc.record({
  id: fc.string({ minLength: 1 }),
  key: fc.string(),
  eventAt: fc.integer(),
  producedAt: fc.integer(),
  data: fc.dictionary(
    fc.string().filter((name) => name !== '__proto__'),
    fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    { noNullPrototype: true },
  ),
});

describe('splitRecords', () => {
  it('gives back exactly the records that were concatenated', () => {
    fc.assert(
      fc.property(fc.array(labRecord), (records) => {
        const object = Buffer.concat(records.map(encodeRecord));
        expect([...splitRecords(object)].map(decodeRecord)).toEqual(records);
      }),
    );
  });

  it('finds every record of ours behind whatever others put between them', () => {
    const junk = fc.string().filter((text) => !/[{}"\\]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(junk, labRecord)), (pairs) => {
        const object = Buffer.concat(
          pairs.flatMap(([text, record]) => [Buffer.from(text), encodeRecord(record)]),
        );
        const ours = [...splitRecords(object)].map(decodeRecord).filter((one) => !isForeign(one));
        expect(ours).toEqual(pairs.map(([, record]) => record));
      }),
    );
  });

  it('starts again at the next record of ours when a foreign brace is never closed', () => {
    const ours = '{"id":"r-0","key":"a","eventAt":1,"producedAt":1,"data":{}}';
    expect(split(`{oops ${ours}`)).toEqual(['{oops ', ours]);
  });

  it('skips line ends between records', () => {
    expect(split('{"a":1}\n{"b":2}\r\n')).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('is not misled by braces and escaped quotes in text', () => {
    expect(split(String.raw`{"a":"}{\"}"}{"b":1}`)).toEqual([String.raw`{"a":"}{\"}"}`, '{"b":1}']);
  });

  it('finds nothing in an empty object', () => {
    expect(split('')).toEqual([]);
  });
});

describe('decodeRecord', () => {
  it('keeps the members of a foreign JSON object', () => {
    expect(decodeRecord(Buffer.from('{"a":1}'))).toMatchObject({ id: '', data: { a: 1 } });
  });

  it('keeps the text of what is no JSON object', () => {
    expect(decodeRecord(Buffer.from('hello'))).toMatchObject({ id: '', data: { text: 'hello' } });
  });
});
