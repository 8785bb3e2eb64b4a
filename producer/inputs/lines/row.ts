import type { RefusedLine } from '../input.ts';
import type { Line } from './split-lines.ts';

/** What a line says, before it is known which of its fields is the key and which the time. */
export interface Row {
  /** Where it begins. */
  readonly line: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** At least as much as its data takes in the input, names of columns included. */
  readonly sizeBytes: number;
}

/** Turns lines into rows; a line may complete none, one or several. */
export interface RowReader {
  readonly push: (line: Line) => Iterable<Row | RefusedLine>;
  readonly end: () => Iterable<Row | RefusedLine>;
}
