import { isUtf8 } from 'node:buffer';
import type { RefusedLine } from '../input.ts';

/** A line without its end. Numbers count from 1, as editors do. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

export const refusal = (line: number, reason: string): RefusedLine => ({
  refused: { line, reason },
});

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Cuts bytes into lines of UTF-8 text as they come, ended by LF or CRLF, the last one perhaps by
 * nothing. What it keeps of a line without an end is bounded: a longer one is refused, and skipped
 * up to the next.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #number = 1;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(chunk: Uint8Array): Generator<Line | RefusedLine> {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      this.#keep(chunk.subarray(from, end));
      yield this.#cut();
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  *end(): Generator<Line | RefusedLine> {
    if (this.#bytes > 0) yield this.#cut();
  }

  #keep(part: Uint8Array): void {
    this.#bytes += part.byteLength;
    if (this.#bytes > this.#maxBytes) this.#parts = [];
    else if (part.byteLength > 0) this.#parts.push(part);
  }

  #cut(): Line | RefusedLine {
    const number = this.#number;
    const isTooLong = this.#bytes > this.#maxBytes;
    const whole = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    this.#number += 1;
    if (isTooLong) return refusal(number, `longer than ${this.#maxBytes} bytes`);
    return decode(number, whole ?? new Uint8Array());
  }
}

function decode(number: number, line: Uint8Array): Line | RefusedLine {
  const end = line.at(-1) === CARRIAGE_RETURN ? line.byteLength - 1 : line.byteLength;
  const bytes = Buffer.from(line.buffer, line.byteOffset, end);
  if (!isUtf8(bytes)) return refusal(number, 'not UTF-8 text');
  const hasMark = number === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  return { number, text: bytes.toString('utf8', hasMark ? BYTE_ORDER_MARK.length : 0) };
}
