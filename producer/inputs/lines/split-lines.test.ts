import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './split-lines.ts';

const MAX_BYTES = 20;

describe('LineSplitter', () => {
  it('ends lines by LF or CRLF, and the last one by nothing', () => {
    expect(split('a\r\n\nb')).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: '' },
      { number: 3, text: 'b' },
    ]);
  });

  it('makes no line of the nothing after the last end', () => {
    expect(split('a\n')).toEqual([{ number: 1, text: 'a' }]);
  });

  it('drops a byte order mark at the start, and only there', () => {
    expect(split('\uFEFFa\n\uFEFFb')).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: '\uFEFFb' },
    ]);
  });

  it('refuses a line that is too long, once, and goes on after it', () => {
    const [before, tooLong, after] = split(`a\n${'x'.repeat(10 * MAX_BYTES)}\nb`);
    expect([before, after]).toEqual([
      { number: 1, text: 'a' },
      { number: 3, text: 'b' },
    ]);
    expect(tooLong).toEqual({ refused: { line: 2, reason: 'longer than 20 bytes' } });
  });

  it('takes a line of exactly the longest length', () => {
    const text = 'x'.repeat(MAX_BYTES);
    expect(split(`${text}\n`)).toEqual([{ number: 1, text }]);
  });

  it('refuses a line that is not UTF-8', () => {
    const bytes = Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a, 0x62]);
    expect(splitChunks([bytes])).toEqual([
      { number: 1, text: 'a' },
      { refused: { line: 2, reason: 'not UTF-8 text' } },
      { number: 3, text: 'b' },
    ]);
  });

  it('sees the same lines wherever the bytes are cut, even within a character', () => {
    const texts = fc.array(fc.constantFrom('a', 'é', '🂡', '\n', '\r\n', 'xxxxxxxxxx'));
    fc.assert(
      fc.property(texts, fc.array(fc.nat()), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        expect(splitChunks(cutAt(bytes, cuts))).toEqual(splitChunks([bytes]));
      }),
    );
  });
});

const split = (text: string) => splitChunks([Buffer.from(text)]);

function splitChunks(chunks: readonly Uint8Array[]) {
  const splitter = new LineSplitter(MAX_BYTES);
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Uint8Array[] {
  const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  return [...places, bytes.length].map((end, index) => bytes.subarray(places[index - 1] ?? 0, end));
}
