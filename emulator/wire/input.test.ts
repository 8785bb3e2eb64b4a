import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blob,
  boolean,
  integer,
  list,
  optional,
  string,
  stringMap,
  structure,
  timestamp,
  type Reader,
} from './input.ts';
import { ValidationReport } from './validation-report.ts';

describe('a string', () => {
  it('reports every constraint that it breaks', () => {
    const name = string({ min: 3, max: 5, pattern: '[a-z]+', enum: ['abc', 'abd'] });
    expect(problems(name, '')).toEqual([
      "Value '' at 'member' failed to satisfy constraint: Member must have length greater than or equal to 3",
      "Value '' at 'member' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
      "Value '' at 'member' failed to satisfy constraint: Member must satisfy enum value set: [abc, abd]",
    ]);
    expect(problems(name, 'abd')).toEqual([]);
  });

  it('matches its pattern from end to end', () => {
    expect(problems(string({ pattern: 'a|b' }), 'ab')).toHaveLength(1);
  });

  it('is not matched at all beyond its length, which a pattern could take minutes for', () => {
    const arn = string({ max: 2_048, pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+' });
    expect(problems(arn, 'arn:aws' + ':kinesis:'.repeat(1_000_000))).toEqual([
      expect.stringMatching(/Member must have length less than or equal to 2048$/),
    ]);
  });
});

describe('an integer', () => {
  it('reports what is outside its range', () => {
    const limit = integer({ min: 1, max: 10_000 });
    expect(problems(limit, 0)).toEqual([
      "Value '0' at 'member' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ]);
    expect(problems(limit, 10_001)).toEqual([
      "Value '10001' at 'member' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ]);
    expect(problems(limit, 10_000)).toEqual([]);
  });

  it('never becomes more than an int holds', () => {
    expect(integer().parse(JSON.parse('1e999'))).toBe(2_147_483_647);
    expect(integer().parse(JSON.parse('-1e999'))).toBe(-2_147_483_648);
  });
});

describe('a timestamp', () => {
  it('turns epoch seconds with a fraction into milliseconds', () => {
    expect(timestamp().parse(1_459_799_926.48)).toBe(1_459_799_926_480);
  });

  it('always fits into a Date', () => {
    const epochMs = timestamp().parse(JSON.parse('1e999'));
    expect(new Date(epochMs).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
  });
});

describe('a blob', () => {
  it('gives back the bytes that were encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const encoded = Buffer.from(bytes).toString('base64');
        expect(blob().parse(encoded)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'A===',
    'AA=A',
    'AA==AAAA',
    'AA-_',
    'AA A',
    '\u00c4AAA',
    'AA\n=',
    '====',
  ])('refuses %j', (text) => {
    expect(() => blob().parse(text)).toThrow('not valid base64');
  });

  it('refuses whatever is not base64 throughout', () => {
    const strict = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
    const nearly = fc.string({
      unit: fc.constantFrom('A', 'z', '0', '+', '/', '=', '-', '_', ' ', '\u00e9'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(nearly, (text) => {
        expect(isAccepted(blob(), text)).toBe(strict.test(text));
      }),
    );
  });

  it('shows a refused length as Java does', () => {
    expect(problems(blob({ max: 3 }), Buffer.alloc(3).toString('base64'))).toEqual([]);
    expect(problems(blob({ max: 3 }), Buffer.alloc(4).toString('base64'))).toEqual([
      "Value 'java.nio.HeapByteBuffer[pos=0 lim=4 cap=4]' at 'member' failed to satisfy constraint: Member must have length less than or equal to 3",
    ]);
  });
});

describe('a list', () => {
  const names = list(string({ min: 1 }), { min: 1, max: 2 });

  it('numbers its members from 1', () => {
    expect(problems(names, ['a', ''])).toEqual([
      "Value '' at 'member.2.member' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ]);
  });

  it('shows itself when there are too few or too many members', () => {
    expect(problems(names, [])).toEqual([
      "Value '[]' at 'member' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ]);
    expect(problems(names, ['a', 'b', 'c'])).toEqual([
      "Value '[a, b, c]' at 'member' failed to satisfy constraint: Member must have length less than or equal to 2",
    ]);
  });

  it('refuses a member that is null', () => {
    expect(() => names.parse(['a', null])).toThrow('Null list element found where not expected');
  });
});

describe('a structure', () => {
  const record = structure({
    PartitionKey: string({ min: 1 }),
    Data: blob(),
    ExplicitHashKey: optional(string()),
    ID: optional(integer()),
  });

  it('reports members that are missing or null, by their path in lower camel case', () => {
    const records = structure({ Records: list(record) });
    expect(problems(records, { Records: [{ PartitionKey: null, Data: '' }] }, '')).toEqual([
      "Value null at 'records.1.member.partitionKey' failed to satisfy constraint: Member must not be null",
    ]);
  });

  it('leaves absent what is optional, and out what is not its own', () => {
    expect(record.parse({ PartitionKey: 'k', Data: '', ID: null, Other: 1 })).toEqual({
      PartitionKey: 'k',
      Data: Buffer.alloc(0),
    });
  });

  it('reads own members only', () => {
    const odd = structure({ constructor: optional(string()), toString: optional(string()) });
    expect(odd.parse({})).toEqual({});
  });
});

describe('a map of strings', () => {
  const tags = stringMap({
    maxEntries: 2,
    key: { min: 1, max: 3 },
    value: { min: 0, max: 2 },
  });

  it('keeps names that mean something to JavaScript', () => {
    const parsed = tags.parse(JSON.parse('{"__proto__":"a","constructor":"b"}'));
    expect([...parsed]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('reports too many entries, and keys and values that do not fit', () => {
    expect(problems(tags, { a: 'xyz', b: '', long: '' })).toEqual([
      "Value '{a=xyz, b=, long=}' at 'member' failed to satisfy constraint: Member must have length less than or equal to 2",
      "Value '{a=xyz, b=, long=}' at 'member' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1]",
      "Value '{a=xyz, b=, long=}' at 'member' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2, Member must have length greater than or equal to 0]",
    ]);
  });
});

describe('a value of the wrong type', () => {
  it.each([
    [string(), 1, 'class java.lang.Integer can not be converted to a String'],
    [string(), 1.5, 'class java.lang.Double can not be converted to a String'],
    [string(), true, 'class java.lang.Boolean can not be converted to a String'],
    [string(), [], 'Start of list found where not expected'],
    [string(), {}, 'Start of structure or map found where not expected.'],
    [integer(), '1', 'class java.lang.String can not be converted to an Integer'],
    [boolean(), 'true', 'class java.lang.String can not be converted to a Boolean'],
    [timestamp(), 'now', 'class java.lang.String can not be converted to a Date'],
    [blob(), 1, 'class java.lang.Integer can not be converted to a ByteBuffer'],
    [list(string()), 'a', 'Expected list or null'],
    [structure({}), [], 'Start of list found where not expected'],
    [structure({}), 'a', 'Start of structure or map expected'],
  ] as [Pick<Reader<unknown>, 'parse'>, unknown, string][])(
    '%# is refused in the words of AWS',
    (reader, raw, words) => {
      expect(() => reader.parse(raw)).toThrow(
        expect.objectContaining({ code: 'SerializationException', message: words }),
      );
    },
  );
});

/** What validation says of `raw`, one string for each error. */
function problems<T>(reader: Reader<T>, raw: unknown, path = 'member'): string[] {
  const report = new ValidationReport({ echoesValues: true });
  reader.check(reader.parse(raw), path, report);
  try {
    report.throwIfAny();
  } catch (error) {
    return (error as Error).message.replace(/^\d+ validation errors? detected: /, '').split('; ');
  }
  return [];
}

function isAccepted(reader: Pick<Reader<unknown>, 'parse'>, raw: unknown): boolean {
  try {
    reader.parse(raw);
    return true;
  } catch {
    return false;
  }
}
