import { describe, expect, it } from 'vitest';
import { counted, rowsOf, statusLine } from './status-line.ts';
import type { LabStatus } from '../status.ts';

const NOW = Date.parse('2026-01-01T00:01:00.000Z');
const firehose = {
  name: 'events-to-s3',
  status: 'ACTIVE',
  sizeBytes: 1_048_576,
  intervalMs: 60_000,
  received: 600,
  delivered: 0,
  failed: 0,
  buffered: { records: 600, bytes: 262_144, firstRecordAt: NOW - 12_800, dueAt: NOW + 47_200 },
} as const;
const status: LabStatus = {
  elapsedMs: 72_000,
  now: NOW,
  put: 1_612,
  failed: 0,
  consumers: [{ name: 'consumer-1', received: 1_598, behind: 14, p99Ms: 1_004 }],
  firehose,
  objects: 0,
};

describe('statusLine', () => {
  it('says what was put, who is behind, and when the buffer falls due', () => {
    expect(statusLine(status)).toBe(
      '01:12  put 1,612   consumer-1 1,598 (14 behind, p99 1.0 s)   buffer 0.25/1.00 MiB, due in 47.2 s   objects 0',
    );
  });

  it('says that an empty buffer waits for a record', () => {
    const empty = { ...firehose, buffered: { records: 0, bytes: 0 } };
    expect(statusLine({ ...status, firehose: empty })).toContain('opens with the next record');
  });

  it('says that S3 refuses, since when and why', () => {
    const waiting = { key: 'k', attempts: 4, since: NOW - 9_000, error: 'SlowDown' };
    expect(statusLine({ ...status, firehose: { ...firehose, waiting } })).toContain(
      'S3 refuses since 9.0 s (try 4: SlowDown)',
    );
  });

  it('names records that the producer gave up', () => {
    expect(statusLine({ ...status, failed: 2 })).toContain('failed 2');
  });
});

describe('rowsOf', () => {
  const line = statusLine(status);

  it('shows when the buffer falls due, however narrow the terminal', () => {
    expect(rowsOf(line, 200)).toEqual([`  ${line}`]);
    expect(rowsOf(line, 80)).toEqual([
      '  01:12  put 1,612   consumer-1 1,598 (14 behind, p99 1.0 s)',
      '  buffer 0.25/1.00 MiB, due in 47.2 s   objects 0',
    ]);
  });

  it('never makes a row longer than the terminal is wide', () => {
    expect(rowsOf('abcdef   gh', 6)).toEqual(['  abc…', '  gh']);
    expect(rowsOf('abcd   gh', 6)).toEqual(['  abcd', '  gh']);
  });
});

describe('counted', () => {
  it('knows one from many', () => {
    expect(['0 objects', '1 object', '1,234 objects']).toEqual(
      [0, 1, 1_234].map((value) => counted(value, 'object')),
    );
  });
});
