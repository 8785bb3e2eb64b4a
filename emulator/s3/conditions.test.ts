import { describe, expect, it } from 'vitest';
import type { ObjectFacts } from './bucket.ts';
import { checkDeleteCondition, checkWriteConditions, judgeRead } from './conditions.ts';

const MODIFIED_AT = Date.parse('2026-01-01T00:00:00.900Z');
const NOW = Date.parse('2026-01-02T00:00:00.000Z');

const object: ObjectFacts = {
  key: 'k',
  etag: '"abc"',
  lastModifiedAt: MODIFIED_AT,
  checksum: { algorithm: 'CRC32', value: 'AAAAAA==' },
  headers: new Map(),
};

const BEFORE = 'Wed, 31 Dec 2025 23:59:59 GMT';
const SAME_SECOND = 'Thu, 01 Jan 2026 00:00:00 GMT';
const AFTER = 'Thu, 01 Jan 2026 00:00:01 GMT';
const FUTURE = 'Sun, 01 Jan 2034 00:00:00 GMT';

describe('judgeRead', () => {
  it.each([
    [{}, 'proceed'],
    [{ 'if-match': '"abc"' }, 'proceed'],
    [{ 'if-match': 'abc' }, 'proceed'],
    [{ 'if-match': '"x", "abc"' }, 'proceed'],
    [{ 'if-match': '*' }, 'proceed'],
    [{ 'if-match': '"x"' }, { failed: 'If-Match' }],
    [{ 'if-none-match': '"abc"' }, 'not-modified'],
    [{ 'if-none-match': '*' }, 'not-modified'],
    [{ 'if-none-match': '"x"' }, 'proceed'],
    [{ 'if-unmodified-since': BEFORE }, { failed: 'If-Unmodified-Since' }],
    [{ 'if-unmodified-since': SAME_SECOND }, 'proceed'],
    [{ 'if-modified-since': BEFORE }, 'proceed'],
    [{ 'if-modified-since': SAME_SECOND }, 'not-modified'],
    [{ 'if-modified-since': AFTER }, 'not-modified'],
    [{ 'if-modified-since': FUTURE }, 'proceed'],
    [{ 'if-modified-since': 'soon' }, 'proceed'],
    [{ 'if-match': '"abc"', 'if-unmodified-since': BEFORE }, 'proceed'],
    [{ 'if-none-match': '"x"', 'if-modified-since': AFTER }, 'proceed'],
    [{ 'if-none-match': '"abc"', 'if-modified-since': BEFORE }, 'not-modified'],
  ])('given %j says %j', (headers, verdict) => {
    expect(judgeRead(headers, object, NOW)).toEqual(verdict);
  });
});

describe('checkWriteConditions', () => {
  it.each([
    [{ 'if-none-match': '*' }, undefined],
    [{ 'if-match': '"abc"' }, object],
    [{ 'if-match': 'abc' }, object],
  ])('lets a put with %j through', (headers, present) => {
    expect(() => checkWriteConditions(headers, 'k', present)).not.toThrow();
  });

  it.each([
    [{ 'if-none-match': '*' }, object, 'PreconditionFailed'],
    [{ 'if-match': '"x"' }, object, 'PreconditionFailed'],
    [{ 'if-match': '"abc"' }, undefined, 'NoSuchKey'],
    [{ 'if-none-match': '"abc"' }, undefined, 'NotImplemented'],
    [{ 'if-match': '*' }, object, 'NotImplemented'],
    [{ 'if-match': '"abc"', 'if-none-match': '*' }, object, 'NotImplemented'],
  ])('refuses a put with %j', (headers, present, code) => {
    expect(() => checkWriteConditions(headers, 'k', present)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe('checkDeleteCondition', () => {
  it.each([undefined, '"abc"', '*'])('lets a delete with If-Match %j through', (ifMatch) => {
    expect(() => checkDeleteCondition(ifMatch, object)).not.toThrow();
  });

  it.each([
    ['"x"', object],
    ['"abc"', undefined],
  ])('refuses a delete with If-Match %j', (ifMatch, present) => {
    expect(() => checkDeleteCondition(ifMatch, present)).toThrow(
      expect.objectContaining({ code: 'PreconditionFailed', status: 412 }),
    );
  });
});
