import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protocolOf } from './sniff.ts';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

describe('protocolOf', () => {
  it.each(['GET / HTTP/1.1\r\n', 'PUT', 'PO', 'PRX', 'X', '\r\n'])(
    'takes %j for HTTP/1.1 as soon as it differs from the preface',
    (text) => {
      expect(protocolOf(Buffer.from(text))).toBe('http1');
    },
  );

  it('waits while the bytes may become either', () => {
    expect(['', 'P', 'PR', 'PRI'].map((text) => protocolOf(Buffer.from(text)))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('never changes its mind when more bytes arrive', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.nat({ max: PREFACE.length }).map((length) => PREFACE.subarray(0, length)),
    );
    fc.assert(
      fc.property(bytes, fc.nat({ max: 30 }), (all, cut) => {
        const early = protocolOf(all.subarray(0, cut));
        if (early !== undefined) expect(protocolOf(all)).toBe(early);
      }),
    );
  });

  it('knows a handshake of TLS by its first byte', () => {
    expect(protocolOf(Buffer.of(0x16))).toBe('tls');
    expect(protocolOf(Buffer.of(0x16, 3, 1))).toBe('tls');
  });

  it('knows the preface of HTTP/2 by its first four bytes', () => {
    expect(protocolOf(PREFACE)).toBe('http2');
    expect(protocolOf(PREFACE.subarray(0, 4))).toBe('http2');
  });
});
