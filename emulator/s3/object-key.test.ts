import { describe, expect, it } from 'vitest';
import { checkKey } from './object-key.ts';

describe('checkKey', () => {
  it.each([
    'a'.repeat(1_024),
    'é'.repeat(512),
    'a/../b',
    'a/b/../../c',
    './a',
    '..a/b',
    'a/..',
    '/a',
  ])('takes %s', (key) => {
    expect(() => checkKey(key)).not.toThrow();
  });

  it.each(['a'.repeat(1_025), 'é'.repeat(512) + 'a'])('refuses more than 1,024 bytes', (key) => {
    expect(() => checkKey(key)).toThrow(
      expect.objectContaining({
        code: 'KeyTooLongError',
        details: { Size: '1025', MaxSizeAllowed: '1024' },
      }),
    );
  });

  it.each(['../a', 'a/../../b', './../a', 'a//../../b'])('refuses %s, which climbs out', (key) => {
    expect(() => checkKey(key)).toThrow(expect.objectContaining({ code: 'InvalidURI' }));
  });
});
