import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32c, crc64nvme } from './crc.ts';

const CHECK = Buffer.from('123456789');

describe('crc32c', () => {
  it('gives the check value of the CRC catalogue', () => {
    expect(crc32c(CHECK).toString('hex')).toBe('e3069283');
  });

  it('differs from the CRC32 of zlib', () => {
    expect(crc32c(CHECK).readUInt32BE()).not.toBe(crc32(CHECK));
  });

  it('is zero for no bytes', () => {
    expect(crc32c(Buffer.alloc(0)).toString('hex')).toBe('00000000');
  });
});

describe('crc64nvme', () => {
  it('gives the check value of the CRC catalogue', () => {
    expect(crc64nvme(CHECK).toString('hex')).toBe('ae8b14860a799888');
  });

  it('gives the value of the NVMe specification for 4 KiB of zeros', () => {
    expect(crc64nvme(Buffer.alloc(4_096)).toString('hex')).toBe('6482d367eb22b64e');
  });

  it('is zero for no bytes', () => {
    expect(crc64nvme(Buffer.alloc(0)).toString('hex')).toBe('0000000000000000');
  });
});
