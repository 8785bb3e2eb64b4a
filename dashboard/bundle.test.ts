import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundlePage } from './bundle.ts';

const MOST_BYTES = 40_000;

it('is small enough to be there at once: 40 kB, compressed', async () => {
  const sizes = Object.values(await bundlePage()).map((file) => gzipSync(file).length);
  expect(sizes.length).toBe(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
});
