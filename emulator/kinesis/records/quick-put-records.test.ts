import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonBody } from '../../wire/json-body.ts';
import { ValidationReport } from '../../wire/validation-report.ts';
import { putRecords } from '../actions/put-records.ts';
import { incoming, type IncomingRecord, type RecordToPut } from './incoming-record.ts';
import { quickPutRecords } from './quick-put-records.ts';

/** What is asked for, in one form. */
interface Shown {
  readonly StreamName: string | undefined;
  readonly records: readonly object[];
}

/** What the ordinary way gives; undefined if it refuses the body. */
function ordinarily(body: Buffer): Shown | undefined {
  try {
    const input = putRecords.parse(parseJsonBody(body)) as PutRecordsInput;
    const report = new ValidationReport({ echoesValues: true });
    putRecords.check(input, report);
    report.throwIfAny();
    const { StreamName, Records, ...others } = input;
    return { StreamName, records: Records.map((record) => shown(incoming(record))), ...others };
  } catch {
    return undefined;
  }
}

interface PutRecordsInput {
  readonly StreamName?: string;
  readonly Records: readonly RecordToPut[];
}

const shown = ({ source, from, to, keyFrom, keyTo, ...others }: IncomingRecord): object => ({
  text: source.toString('utf8', from, to),
  key: source.toString('utf8', keyFrom, keyTo),
  ...others,
});

function quick(text: string | Uint8Array): Shown | undefined {
  const { StreamName, Records } = quickPutRecords(Buffer.from(text)) ?? {};
  return Records && { StreamName, records: Records.map(shown) };
}

const legalRecord = fc.record({
  Data: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  PartitionKey: fc.string({ unit: 'grapheme', maxLength: 20 }),
});

const oddRecord = fc.record(
  {
    Data: fc.oneof(fc.base64String(), fc.string(), fc.constantFrom('QQ==', 'QR==', 'QUI=', 'QUJ=')),
    PartitionKey: fc.oneof(fc.string(), fc.string({ minLength: 250, maxLength: 260 })),
    ExplicitHashKey: fc.oneof(fc.constant('0'), fc.string()),
    Other: fc.anything(),
  },
  { requiredKeys: [] },
);

const request = fc.record(
  {
    StreamName: fc.oneof(fc.constant('rivers'), fc.string()),
    StreamARN: fc.constant('arn:aws:kinesis:us-east-1:123456789012:stream/rivers'),
    Records: fc.array(fc.oneof({ weight: 5, arbitrary: legalRecord }, oddRecord)),
    DryRun: fc.boolean(),
  },
  { requiredKeys: ['Records'] },
);

const body = fc
  .tuple(request, fc.constantFrom(undefined, 1, '\t'))
  .map(([input, space]) => Buffer.from(JSON.stringify(input, undefined, space)));

/** A body of which one byte is another, or is missing, or where it ends early. */
const damagedBody = fc
  .tuple(body, fc.nat(), fc.nat({ max: 255 }), fc.constantFrom('change', 'remove', 'cut'))
  .map(([bytes, place, byte, how]) => {
    const at = place % bytes.length;
    if (how === 'cut') return bytes.subarray(0, at);
    const damaged = Buffer.from(bytes);
    damaged[at] = byte;
    if (how === 'change') return damaged;
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  });

describe('quickPutRecords', () => {
  it('gives what the ordinary way gives, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(body, damagedBody), (bytes) => {
        const asked = quick(bytes);
        if (asked) expect(asked).toEqual(ordinarily(bytes));
      }),
      { numRuns: 3_000 },
    );
  });

  it('reads what SDKs send, in either order and with spaces', () => {
    const input = {
      Records: [
        { Data: 'aGVsbG8=', PartitionKey: 'a' },
        { PartitionKey: 'b/~ {}[],:', Data: '' },
      ],
      StreamName: 'rivers',
    };
    const sent = Buffer.from(JSON.stringify(input));
    const asked = ordinarily(sent);
    expect(asked).toBeDefined();
    expect(quick(sent)).toEqual(asked);
    expect(quick(JSON.stringify(input, undefined, '\t'))).toEqual(asked);
    const records = input.Records.map((record) => JSON.stringify(record)).join(', ');
    expect(quick(`{"StreamName": "rivers", "Records": [${records}]}`)).toEqual(asked);
  });

  it('reads 500 records, keys of 256 characters and 10 MiB, and leaves more to the ordinary way', () => {
    const isRead = (records: number, keyLength: number, dataBytes: number): boolean =>
      quick(
        JSON.stringify({
          StreamName: 'rivers',
          Records: Array.from({ length: records }, () => ({
            Data: Buffer.alloc(dataBytes).toString('base64'),
            PartitionKey: 'k'.repeat(keyLength),
          })),
        }),
      ) !== undefined;
    expect(isRead(500, 256, 0)).toBe(true);
    expect(isRead(501, 1, 0)).toBe(false);
    expect(isRead(1, 257, 0)).toBe(false);
    expect(isRead(1, 0, 0)).toBe(false);
    expect(isRead(1, 1, 10_485_760)).toBe(true);
    expect(isRead(1, 1, 10_485_761)).toBe(false);
  });

  it.each([
    ['an empty body', ''],
    ['no records', '{"StreamName":"rivers","Records":[]}'],
    ['a member twice', '{"StreamName":"a","StreamName":"b","Records":[]}'],
    ['a name that is escaped', '{"StreamN\\u0061me":"a"}'],
    ['a null', '{"StreamName":null}'],
    ['base64 of the URL', '{"StreamName":"a","Records":[{"Data":"-_-_","PartitionKey":"k"}]}'],
    ['base64 with a space', '{"StreamName":"a","Records":[{"Data":"QQ ==","PartitionKey":"k"}]}'],
    ['idle bits', '{"StreamName":"a","Records":[{"Data":"QR==","PartitionKey":"k"}]}'],
    ['text after the end', '{"StreamName":"a","Records":[{"Data":"","PartitionKey":"k"}]} x'],
    ['a comma too many', '{"StreamName":"a","Records":[{"Data":"","PartitionKey":"k"},]}'],
  ])('leaves %s to the ordinary way', (_, text) => {
    expect(quick(text)).toBeUndefined();
  });
});
