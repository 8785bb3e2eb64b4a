import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unframe } from './aws-chunked.ts';

const unframed = (text: string) => {
  const { bytes, trailers } = unframe(Buffer.from(text));
  return { text: bytes.toString(), trailers: Object.fromEntries(trailers) };
};

describe('unframe', () => {
  it('takes off chunks and keeps a trailer', () => {
    expect(unframed('5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n')).toEqual({
      text: 'hello',
      trailers: { 'x-amz-checksum-crc32': 'NhCmhg==' },
    });
  });

  it('takes off chunk signatures', () => {
    const body = '5;chunk-signature=ab\r\nhello\r\n0;chunk-signature=cd\r\n\r\n';
    expect(unframed(body)).toEqual({ text: 'hello', trailers: {} });
  });

  it('keeps the signature of trailers apart from the checksum', () => {
    const body = '0\r\nX-Amz-Checksum-CRC32: AAAAAA==\nx-amz-trailer-signature:ab\r\n\r\n';
    expect(unframed(body).trailers).toEqual({
      'x-amz-checksum-crc32': 'AAAAAA==',
      'x-amz-trailer-signature': 'ab',
    });
  });

  it('gives back any bytes, however they are cut', () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }));
    fc.assert(
      fc.property(chunks, (parts) => {
        const framed = parts.flatMap((part) => [`${part.length.toString(16)}\r\n`, part, '\r\n']);
        const body = Buffer.concat([...framed, '0\r\n\r\n'].map((part) => Buffer.from(part)));
        expect(unframe(body).bytes).toEqual(Buffer.concat(parts));
      }),
    );
  });

  it('shares no memory with the body', () => {
    const body = Buffer.from('1\r\na\r\n0\r\n\r\n');
    const { bytes } = unframe(body);
    body.fill(0);
    expect(bytes.toString()).toBe('a');
  });

  it.each([
    ['nothing', ''],
    ['a size that is no number', 'z\r\nhello\r\n0\r\n\r\n'],
    ['a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
    ['a size past the end', 'ffffffff\r\nhello\r\n0\r\n\r\n'],
    ['a chunk longer than its size', '4\r\nhello\r\n0\r\n\r\n'],
    ['no last chunk', '5\r\nhello\r\n'],
    ['an endless line', `5;${'x'.repeat(2_000)}\r\nhello\r\n0\r\n\r\n`],
  ])('refuses a body with %s', (_, body) => {
    expect(() => unframed(body)).toThrow(expect.objectContaining({ code: 'IncompleteBody' }));
  });

  it('refuses a trailer that has no name', () => {
    expect(() => unframed('0\r\n:value\r\n\r\n')).toThrow(
      expect.objectContaining({ code: 'MalformedTrailerError' }),
    );
  });

  it('refuses more trailers than anybody sends', () => {
    const trailers = Array.from({ length: 17 }, (_, index) => `x-${index}:1\r\n`).join('');
    expect(() => unframed(`0\r\n${trailers}\r\n`)).toThrow(
      expect.objectContaining({ code: 'MalformedTrailerError' }),
    );
  });
});
