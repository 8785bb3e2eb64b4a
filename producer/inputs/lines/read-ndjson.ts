import type { RefusedLine } from '../input.ts';
import type { Row, RowReader } from './row.ts';
import { type Line, refusal } from './split-lines.ts';

/** One JSON object per line; blank lines are skipped. */
export const ndjsonReader = (): RowReader => ({ push: readLine, end: () => [] });

function* readLine({ number, text }: Line): Generator<Row | RefusedLine> {
  if (text.trim() === '') return;
  const value = parse(text);
  if (value === undefined) yield refusal(number, 'not JSON');
  else if (!isObject(value)) yield refusal(number, `JSON, but ${kindOf(value)} and not an object`);
  else yield { line: number, data: value, sizeBytes: Buffer.byteLength(text) };
}

/** Undefined stands for what is not JSON; JSON itself has no such value. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
