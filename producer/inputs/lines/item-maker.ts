import { encodeRecord } from '#pipeline/record.ts';
import type { InputItem, RefusedLine } from '../input.ts';
import { keyIn, MAX_KEY_CHARACTERS, type Problem } from './key-in.ts';
import { parseTime } from './parse-time.ts';
import type { Row } from './row.ts';
import { refusal } from './split-lines.ts';

export interface ItemOptions {
  /** The field that is the partition key. Absent: the lines are dealt out to 16 keys in turn. */
  readonly keyField?: string | undefined;
  /** The field that says when it happened. Absent: now. */
  readonly timeField?: string | undefined;
  readonly maxRecordBytes: number;
}

/** Enough to spread over the shards of a lab, few enough that each key has a history. */
const KEYS_WITHOUT_FIELD = 16;
/** What the record adds to its data: names of members, two instants and the longest id. */
const ENVELOPE_BYTES = 200;
/** JSON can make of one byte of text six (`\u0001`). */
const MAX_GROWTH = 6;

/** Finds key and time of a row; a row that has none, or becomes too large, is refused. */
export function itemOf(row: Row, now: number, options: ItemOptions): InputItem | RefusedLine {
  const key = keyOf(row, options.keyField);
  if (typeof key !== 'string') return refusal(row.line, key.problem);
  const eventAt = timeOf(row, now, options.timeField);
  if (typeof eventAt !== 'number') return refusal(row.line, eventAt.problem);
  const item: InputItem = { key, eventAt, data: row.data };
  const problem = sizeProblem(item, row.sizeBytes, options.maxRecordBytes);
  return problem === undefined ? item : refusal(row.line, problem);
}

const keyOf = ({ line, data }: Row, field: string | undefined): string | Problem =>
  field === undefined ? `line-${line % KEYS_WITHOUT_FIELD}` : keyIn(data, field);

function timeOf({ data }: Row, now: number, field: string | undefined): number | Problem {
  if (field === undefined) return now;
  if (!Object.hasOwn(data, field)) return { problem: `no field "${field}" for the time` };
  return (
    parseTime(data[field]) ?? {
      problem: `field "${field}" is no time (ISO 8601, or seconds or milliseconds since 1970)`,
    }
  );
}

/** Measured only where it can matter: almost no line comes near the limit. */
function sizeProblem(item: InputItem, sizeBytes: number, maxBytes: number): string | undefined {
  if (sizeBytes * MAX_GROWTH + ENVELOPE_BYTES + 2 * MAX_KEY_CHARACTERS * MAX_GROWTH <= maxBytes) {
    return undefined;
  }
  const record = { id: '', ...item, producedAt: item.eventAt };
  const bytes = encodeRecord(record).byteLength + Buffer.byteLength(item.key) + ENVELOPE_BYTES;
  if (bytes <= maxBytes) return undefined;
  return `about ${bytes} bytes as a record; at most ${maxBytes} are allowed`;
}
