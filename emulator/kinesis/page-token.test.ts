import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePageToken, readPageToken } from './page-token.ts';

const NOW = 1_767_225_600_000;

describe('a page token', () => {
  it('reads as what was encoded', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (fields) => {
        expect(readPageToken('shards', encodePageToken('shards', fields, NOW), NOW)).toEqual(
          fields,
        );
      }),
    );
  });

  it('lives for exactly 300 seconds', () => {
    const token = encodePageToken('shards', ['a'], NOW);
    expect(readPageToken('shards', token, NOW + 300_000)).toEqual(['a']);
    expect(() => readPageToken('shards', token, NOW + 300_001)).toThrow(
      expect.objectContaining({ code: 'ExpiredNextTokenException' }),
    );
  });

  it('serves the listing it was made by only', () => {
    const token = encodePageToken('shards', ['a'], NOW);
    expect(() => readPageToken('streams', token, NOW)).toThrow('Invalid NextToken.');
  });

  it('is refused when it is any other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readPageToken('shards', text, NOW)).toThrow('Invalid NextToken.');
      }),
    );
  });
});
