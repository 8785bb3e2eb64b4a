import type { Clock } from '#runtime/clock.ts';
import { MAX_RECORD_BYTES } from '../client/wire-record.ts';
import type { Input, RefusedLine } from './input.ts';
import { pace } from './pace.ts';
import { itemOf } from './lines/item-maker.ts';
import type { LinesFormat } from './lines/open-lines.ts';
import { CsvReader } from './lines/read-csv.ts';
import { ndjsonReader } from './lines/read-ndjson.ts';
import type { Row, RowReader } from './lines/row.ts';
import { type Line, LineSplitter } from './lines/split-lines.ts';
import { untilAborted } from './lines/until-aborted.ts';

export interface LinesOptions {
  readonly name: string;
  readonly isRepeatable?: boolean;
  readonly clock: Clock;
  /** A stream such as stdin, or what opens one. */
  readonly source: AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>);
  /** Undefined: CSV if the first line may be a header, else NDJSON. */
  readonly format?: LinesFormat | undefined;
  /** The field that is the partition key. Absent: the lines are dealt out to 16 keys in turn. */
  readonly keyField?: string | undefined;
  /** The field with the event time: ISO 8601, or seconds or ms since 1970. Absent: now. */
  readonly timeField?: string | undefined;
  /** At most so many records per second. Absent: as fast as they are taken. */
  readonly rate?: number | undefined;
  readonly maxRecordBytes?: number | undefined;
}

/** A line may be this many times as long as the record that is made of it, by blanks and escapes. */
const LINE_BYTES_PER_RECORD_BYTE = 2;
/** After a silence of the source, at most what this time would have brought comes at once. */
const MAX_CATCH_UP_MS = 1_000;

/**
 * A file or a stream of NDJSON or CSV, read as it is taken and never held as a whole. What is wrong
 * with a line is said by its number; the lines after it go on.
 */
export function linesInput(options: LinesOptions): Input {
  const { name, clock, source, rate, maxRecordBytes = MAX_RECORD_BYTES } = options;
  return {
    name,
    isRepeatable: options.isRepeatable ?? false,
    async *items(signal) {
      const chunks = untilAborted(typeof source === 'function' ? source() : source, signal);
      const rows = readRows(chunks, options, LINE_BYTES_PER_RECORD_BYTE * maxRecordBytes);
      const dueAt = rate === undefined ? () => -Infinity : noFasterThan(rate, clock);
      for await (const row of pace(rows, { clock, signal, dueAt })) {
        if ('refused' in row) yield row;
        else yield itemOf(row, clock.now(), { ...options, maxRecordBytes });
      }
    },
  };
}

/** When each of an unknown number of items may leave; to be called once for each. */
function noFasterThan(rate: number, clock: Clock): () => number {
  let nextAt = clock.now();
  return () => {
    const dueAt = Math.max(nextAt, clock.now() - MAX_CATCH_UP_MS);
    nextAt = dueAt + 1_000 / rate;
    return dueAt;
  };
}

async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  options: Pick<LinesOptions, 'format' | 'keyField'>,
  maxLineBytes: number,
): AsyncGenerator<Row | RefusedLine> {
  const splitter = new LineSplitter(maxLineBytes);
  const textColumns = new Set(options.keyField === undefined ? [] : [options.keyField]);
  const readerFor = (format: LinesFormat): RowReader =>
    format === 'csv' ? new CsvReader({ maxRowBytes: maxLineBytes, textColumns }) : ndjsonReader();
  let reader = options.format === undefined ? undefined : readerFor(options.format);

  function* read(lines: Iterable<Line | RefusedLine>): Generator<Row | RefusedLine> {
    for (const line of lines) {
      if ('refused' in line) {
        // A row that runs on over this line has lost a part of it.
        if (reader !== undefined) yield* reader.end();
        yield line;
      } else if (reader !== undefined) yield* reader.push(line);
      else if (line.text.trim() !== '')
        yield* (reader = readerFor(sniff(line, options.keyField))).push(line);
    }
  }
  for await (const chunk of chunks) yield* read(splitter.push(chunk));
  yield* read(splitter.end());
  if (reader !== undefined) yield* reader.end();
}

/** A header has a delimiter in it, or is the key column alone; objects are told by their brace. */
const sniff = ({ text }: Line, keyField: string | undefined): LinesFormat => {
  if (/^\s*[{[]/.test(text)) return 'ndjson';
  return /[,;\t]/.test(text) || text.trim() === keyField ? 'csv' : 'ndjson';
};
