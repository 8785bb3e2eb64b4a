import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader } from './read-csv.ts';

describe('CsvReader', () => {
  it('names fields by the header, and makes numbers of plain numbers', () => {
    expect(dataOf('id,a,b,c\nx,1,-2.50,007')).toEqual([{ id: 'x', a: 1, b: -2.5, c: '007' }]);
  });

  it('leaves the columns that identify as text', () => {
    expect(dataOf('id,a\n12,12', ['id'])).toEqual([{ id: '12', a: 12 }]);
  });

  it('leaves a number as text that would lose digits', () => {
    expect(dataOf('a,b\n12345678901234567890,1')).toEqual([{ a: '12345678901234567890', b: 1 }]);
  });

  it('takes what is in quotes as it is: delimiters, quotes and line ends', () => {
    expect(dataOf('a,b\n"x, ""y""","1\n\n2"')).toEqual([{ a: 'x, "y"', b: '1\n\n2' }]);
  });

  it('numbers a row by the line it begins in', () => {
    const rows = read('a,b\n"1\n2",x\n3,y').map((row) => ('line' in row ? row.line : 'refused'));
    expect(rows).toEqual([2, 4]);
  });

  it('skips blank lines', () => {
    expect(dataOf('\na,b\n\n1,2\n  \n')).toEqual([{ a: 1, b: 2 }]);
  });

  it.each([';', '\t'])('goes by the delimiter of the header: "%s"', (delimiter) => {
    const text = ['a,b|c', '1,5|2'].join('\n').replaceAll('|', delimiter);
    expect(dataOf(text.replaceAll(',', '.'))).toEqual([{ 'a.b': 1.5, c: 2 }]);
  });

  it('refuses a row with more or fewer fields than the header', () => {
    expect(read('a,b\n1\n1,2,3\n1,2').map(outcome)).toEqual([
      '2: 1 fields under a header of 2',
      '3: 3 fields under a header of 2',
      'row 4',
    ]);
  });

  it('loses one line to a quote that is never closed, not the rest of the file', () => {
    expect(read('a,b\n"1,2\n3,4\n"5\n6",7').map(outcome)).toEqual([
      '2: a quote is opened and not closed',
      'row 3',
      'row 4',
    ]);
    expect(read('a,b\n"1,2\n3,4\n5,6').map(outcome)).toEqual([
      '2: a quote is opened and not closed',
      'row 3',
      'row 4',
    ]);
  });

  it('gives up on an open quote after a bound, not at the end of the input', () => {
    const reader = new CsvReader({ maxRowBytes: 100, textColumns: new Set() });
    const seen: string[] = [];
    for (let number = 1; number <= 60; number++) {
      const text = number === 1 ? 'a,b' : number === 2 ? '"1,2' : '3,4';
      for (const row of reader.push({ number, text })) seen.push(outcome(row));
      if (number === 10) expect(seen).toEqual([]);
    }
    expect(seen[0]).toBe('2: a quote is opened and not closed');
    expect(seen).toHaveLength(59);
  });

  it('refuses quotes in the middle of a field', () => {
    expect(read('a,b\nx"y",1\n2,3').map(outcome)).toEqual([
      '2: a quote where none may be',
      'row 3',
    ]);
  });

  it('gives a column without a name one', () => {
    expect(dataOf(', a \n1,2')).toEqual([{ 'column-1': 1, a: 2 }]);
  });

  it('refuses every line when two columns have one name, rather than lose a field of each', () => {
    expect(read('a,a\n1,2\n3,4').map(outcome)).toEqual([
      '1: two columns are called "a"',
      '2: without a header that can be read, it cannot be either',
      '3: without a header that can be read, it cannot be either',
    ]);
  });

  it('keeps a column named __proto__ as a field like any other', () => {
    expect(JSON.stringify(dataOf('__proto__,a\n1,2'))).toBe('[{"__proto__":1,"a":2}]');
  });

  it('reads back whatever a writer of RFC 4180 has put in quotes', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', 'é') });
    const rows = fc.array(fc.tuple(field, field), { maxLength: 8 });
    fc.assert(
      fc.property(rows, (pairs) => {
        const lines = [['a', 'b'], ...pairs].map((pair) => pair.map(quoted).join(','));
        expect(dataOf(lines.join('\n'))).toEqual(pairs.map(([a, b]) => ({ a, b })));
      }),
    );
  });

  it('answers for every line of any text: as part of a row, or refused', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n'), maxLength: 60 });
    fc.assert(
      fc.property(text, (body) => {
        const whole = `a,b\n${body}`;
        const blank = body.split('\n').filter((line) => line.trim() === '').length;
        const answers = read(whole).map((row) => ('line' in row ? row.line : row.refused.line));
        expect(answers).toEqual([...new Set(answers)].sort((a, b) => a - b));
        if (!body.includes('"')) expect(answers).toHaveLength(body.split('\n').length - blank);
      }),
    );
  });
});

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;

function read(text: string, textColumns: readonly string[] = []) {
  const reader = new CsvReader({ maxRowBytes: 1_000, textColumns: new Set(textColumns) });
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  return [...lines.flatMap((line) => [...reader.push(line)]), ...reader.end()];
}

const dataOf = (text: string, textColumns?: readonly string[]) =>
  read(text, textColumns).map((row) => ('data' in row ? row.data : row));

const outcome = (row: ReturnType<typeof read>[number]): string =>
  'refused' in row ? `${row.refused.line}: ${row.refused.reason}` : `row ${row.line}`;
