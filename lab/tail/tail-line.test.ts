import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tailJson, tailLine, type TailedRecord } from './tail-line.ts';

const given = (data: string | Uint8Array, more: Partial<TailedRecord> = {}): TailedRecord => ({
  shardId: 'shardId-000000000002',
  sequenceNumber: '49',
  partitionKey: 'ana',
  arrivedAt: Date.UTC(2026, 10, 23, 13, 5, 21, 104),
  data: typeof data === 'string' ? Buffer.from(data) : data,
  ...more,
});

describe('tailLine', () => {
  it('says when, which shard, which key and what', () => {
    expect(tailLine(given('{"id":1}\n'))).toBe('13:05:21.104Z  s2  ana  {"id":1}');
  });

  it('shows what gzip packed, and says so', () => {
    expect(tailLine(given(gzipSync('{"id":1}')))).toMatch(/ana {2}\[gzip\] \{"id":1\}$/);
  });

  it('unpacks no bomb', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1_024 * 1_024, 'a'));
    expect(tailLine(given(bomb))).toMatch(/ {2}\[\d+ bytes\] 1f8b[0-9a-f]+…$/);
  });

  it('shows other bytes in hex, with their number', () => {
    expect(tailLine(given(Uint8Array.of(0xff, 0x00, 0x10)))).toMatch(/ {2}\[3 bytes\] ff0010$/);
  });

  it('lets no record move the cursor', () => {
    const line = tailLine(given('a\u001b[2Jb\nc', { partitionKey: 'k\u0007\u009b' }));
    expect(line).toMatch(/ {2}k\\x07\\x9b {2}a\\x1b\[2Jb\\nc$/);
  });

  it('cuts off what is too long for a line', () => {
    expect(tailLine(given('x'.repeat(10_000))).length).toBeLessThan(2_100);
  });
});

describe('tailJson', () => {
  it('gives all of a record, text as text and other data in base64', () => {
    expect(JSON.parse(tailJson(given('h\u00e9')))).toEqual({
      shardId: 'shardId-000000000002',
      sequenceNumber: '49',
      partitionKey: 'ana',
      arrivedAt: '2026-11-23T13:05:21.104Z',
      data: 'h\u00e9',
    });
    expect(JSON.parse(tailJson(given(Uint8Array.of(0xff))))).toMatchObject({ dataBase64: '/w==' });
  });
});
