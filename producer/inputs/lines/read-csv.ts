import { parse } from 'csv-parse/sync';
import type { RefusedLine } from '../input.ts';
import type { Row, RowReader } from './row.ts';
import { type Line, refusal } from './split-lines.ts';

export interface CsvOptions {
  /** A row that runs on over more than this is one whose quote was never closed. */
  readonly maxRowBytes: number;
  /** The columns that stay text even where they look like numbers, because they identify. */
  readonly textColumns: ReadonlySet<string>;
}

/** What may lie between fields, by preference; the header decides. */
const DELIMITERS = [',', ';', '\t'];
const QUOTE = '"';
/** A number as one writes it. Not `007`, which would lose its zeros. */
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/;

/**
 * Rows of CSV (RFC 4180) under a header; plain numbers become numbers.
 *
 * The problem: one stray quote makes a parser take the rest of a file for one field. The solution: a
 * row goes on over lines only while its quotes are open; when what comes of it is no row, only its
 * first line is refused, and the other lines are read anew.
 */
export class CsvReader implements RowReader {
  readonly #options: CsvOptions;
  #header: Header | typeof UNREADABLE | undefined;
  #open: Line[] = [];
  #openBytes = 0;
  #hasOpenQuote = false;

  constructor(options: CsvOptions) {
    this.#options = options;
  }

  *push(line: Line): Generator<Row | RefusedLine> {
    if (this.#open.length === 0 && line.text.trim() === '') return;
    this.#open.push(line);
    this.#openBytes += Buffer.byteLength(line.text) + 1;
    if (hasOddQuotes(line.text)) this.#hasOpenQuote = !this.#hasOpenQuote;
    if (this.#hasOpenQuote && this.#openBytes <= this.#options.maxRowBytes) return;
    yield* this.#close();
  }

  *end(): Generator<Row | RefusedLine> {
    while (this.#open.length > 0) yield* this.#close();
  }

  *#close(): Generator<Row | RefusedLine> {
    const [first, ...rest] = this.#open;
    const sizeBytes = this.#openBytes;
    const isWhole = !this.#hasOpenQuote;
    this.#open = [];
    this.#openBytes = 0;
    this.#hasOpenQuote = false;
    if (first === undefined) return;

    const text = rest.length === 0 ? first.text : [first, ...rest].map((l) => l.text).join('\n');
    const row = isWhole ? this.#read(first.number, text, sizeBytes) : NEVER_CLOSED;
    if (row === undefined) return;
    if (typeof row !== 'string') {
      yield row;
      return;
    }
    // The line after it is no header.
    this.#header ??= UNREADABLE;
    yield refusal(first.number, rest.length === 0 ? row : NEVER_CLOSED);
    // At most one of them leaves a quote open again: in all others they come in pairs.
    for (const line of rest) yield* this.push(line);
  }

  /** The row that `text` is, why it is none, or undefined if it was the header. */
  #read(line: number, text: string, sizeBytes: number): Row | string | undefined {
    const header = this.#header;
    if (header === UNREADABLE) return 'without a header that can be read, it cannot be either';
    const delimiter = header?.delimiter ?? delimiterOf(text);
    const fields = fieldsOf(text, delimiter);
    if (typeof fields === 'string') return fields;
    if (header === undefined) return this.#readHeader({ delimiter, fields, sizeBytes });
    if (fields.length !== header.columns.length) {
      return `${fields.length} fields under a header of ${header.columns.length}`;
    }
    const entries = header.columns.map((column, index) => {
      const field = fields[index] ?? '';
      return [column, this.#options.textColumns.has(column) ? field : valueOf(field)] as const;
    });
    return {
      line,
      data: Object.fromEntries(entries),
      sizeBytes: header.sizeBytes + sizeBytes,
    };
  }

  /** Why the fields cannot be a header; undefined if they can. */
  #readHeader({ delimiter, fields, sizeBytes }: HeaderLine): string | undefined {
    const columns = fields.map((field, index) => field.trim() || `column-${index + 1}`);
    const names = new Set<string>();
    const twice = columns.find((column) => names.size === names.add(column).size);
    if (twice !== undefined) return `two columns are called "${twice}"`;
    this.#header = { delimiter, columns, sizeBytes };
    return undefined;
  }
}

interface HeaderLine {
  readonly delimiter: string;
  readonly fields: readonly string[];
  readonly sizeBytes: number;
}

interface Header {
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly sizeBytes: number;
}

const UNREADABLE = 'unreadable';
const NEVER_CLOSED = 'a quote is opened and not closed';

function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf(QUOTE); at >= 0; at = text.indexOf(QUOTE, at + 1)) isOdd = !isOdd;
  return isOdd;
}

/** The fields of one row, or why it is none. */
function fieldsOf(text: string, delimiter: string): string[] | string {
  // Without quotes this is all there is to CSV, and a hundred times as fast.
  if (!text.includes(QUOTE)) return text.split(delimiter);
  try {
    const rows = parse(text, { delimiter, relax_column_count: true, record_delimiter: '\n' });
    return rows.length === 1 && rows[0] !== undefined ? rows[0] : NEVER_CLOSED;
  } catch {
    return 'a quote where none may be';
  }
}

function delimiterOf(header: string): string {
  const outsideQuotes = header.replaceAll(/"[^"]*"/g, '');
  return DELIMITERS.find((delimiter) => outsideQuotes.includes(delimiter)) ?? ',';
}

const valueOf = (field: string): string | number =>
  PLAIN_NUMBER.test(field) ? Number(field) : field;
