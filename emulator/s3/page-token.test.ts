import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readToken, tokenFor } from './page-token.ts';

describe('readToken', () => {
  it('leads back to the place that the token was made for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (place) => {
        expect(readToken(tokenFor(place))).toBe(place);
      }),
    );
  });

  it('takes no token for the beginning', () => {
    expect(readToken(null)).toBeUndefined();
  });

  it.each(['', 'abc', 'AAAAAAAAAAAAAAAA', `${tokenFor('a')}A`])('refuses %j', (token) => {
    expect(() => readToken(token)).toThrow(
      expect.objectContaining({
        code: 'InvalidArgument',
        message: 'The continuation token provided is incorrect',
      }),
    );
  });
});
