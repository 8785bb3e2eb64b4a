import type { OutRecord } from '#producer/client/out-record.ts';
import { MAX_RECORD_BYTES } from '#producer/client/wire-record.ts';
import type { RefusedLine } from '#producer/inputs/input.ts';
import { keyIn } from '#producer/inputs/lines/key-in.ts';
import { ndjsonReader } from '#producer/inputs/lines/read-ndjson.ts';
import { type Line, LineSplitter, refusal } from '#producer/inputs/lines/split-lines.ts';

/** A record of one line, or why the line is none. */
export type ReadRecord = { readonly record: OutRecord<string> } | RefusedLine;

/**
 * Each line is a record as it stands, without its end; blank lines are none. With a field for the key, a line
 * is a JSON object that has it; without one, records have no key of their own.
 */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  keyField?: string,
): AsyncGenerator<ReadRecord> {
  const splitter = new LineSplitter(MAX_RECORD_BYTES);
  const toRecord = keyField === undefined ? withoutKey : withKeyIn(keyField);
  for await (const chunk of chunks) yield* read(splitter.push(chunk), toRecord);
  yield* read(splitter.end(), toRecord);
}

function* read(
  lines: Iterable<Line | RefusedLine>,
  toRecord: (line: Line) => ReadRecord,
): Generator<ReadRecord> {
  for (const line of lines) {
    if ('refused' in line) yield line;
    else if (line.text.trim() !== '') yield toRecord(line);
  }
}

const withoutKey = ({ text }: Line): ReadRecord => ({ record: { data: text } });

function withKeyIn(field: string): (line: Line) => ReadRecord {
  const reader = ndjsonReader();
  return (line) => {
    for (const row of reader.push(line)) {
      if ('refused' in row) return row;
      const key = keyIn(row.data, field);
      if (typeof key !== 'string') return refusal(line.number, key.problem);
      return { record: { data: line.text, partitionKey: key } };
    }
    return refusal(line.number, 'blank');
  };
}
