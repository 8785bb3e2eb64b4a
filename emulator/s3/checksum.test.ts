import { describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS, checksumHeader, checksumOf, isChecksumValue } from './checksum.ts';

describe('checksumOf', () => {
  it.each([
    ['CRC32', 'NhCmhg=='],
    ['CRC32C', 'mnG7TA=='],
    ['SHA1', 'qvTGHdzF6KLavt4PO0gs2a6pQ00='],
    ['SHA256', 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ='],
  ] as const)('gives the %s of hello in base64', (algorithm, value) => {
    expect(checksumOf(algorithm, Buffer.from('hello'))).toEqual({ algorithm, value });
  });
});

describe('isChecksumValue', () => {
  it.each(CHECKSUM_ALGORITHMS)('accepts what %s gives', (algorithm) => {
    const { value } = checksumOf(algorithm, Buffer.from('hello'));
    expect(isChecksumValue(algorithm, value)).toBe(true);
  });

  it.each(['', 'NhCmhg', 'NhCmhg==\n', 'NhCmhgAA', '!!!!', 'NhCmhh=='])(
    'refuses %j for four bytes',
    (value) => {
      expect(isChecksumValue('CRC32', value)).toBe(false);
    },
  );
});

describe('checksumHeader', () => {
  it('is in lower case', () => {
    expect(checksumHeader('CRC64NVME')).toBe('x-amz-checksum-crc64nvme');
  });
});
