import { describe, expect, it } from 'vitest';
import { parseSize } from './size.ts';

describe('parseSize', () => {
  it.each([
    ['256MiB', 268_435_456],
    ['64 MB', 64_000_000],
    ['1.5GiB', 1_610_612_736],
    ['2GB', 2_000_000_000],
  ])('reads %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '256', 'MiB', '256mib', '-1MiB', '1e3MiB', '256KiB'])('refuses %j', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});
