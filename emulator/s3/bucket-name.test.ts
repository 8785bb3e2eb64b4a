import { describe, expect, it } from 'vitest';
import { checkBucketName } from './bucket-name.ts';

describe('checkBucketName', () => {
  it.each(['abc', 'a.b-c', '0ab', 'a'.repeat(63), 'events-archive'])('takes %s', (name) => {
    expect(() => checkBucketName(name)).not.toThrow();
  });

  it.each([
    '',
    'ab',
    'a'.repeat(64),
    'Abc',
    'a_b',
    '-ab',
    'ab-',
    '.ab',
    'a..b',
    '192.168.0.1',
    'xn--abc',
    'sthree-abc',
    'abc-s3alias',
    'abc--x-s3',
    '__proto__',
    'a/b',
  ])('refuses %j', (name) => {
    expect(() => checkBucketName(name)).toThrow(
      expect.objectContaining({ code: 'InvalidBucketName' }),
    );
  });
});
