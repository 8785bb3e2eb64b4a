import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { bundlePage } from './bundle.ts';

const MOST_BYTES = 40_000;

it('is small enough to be there at once: 40 kB, compressed', async () => {
  const sizes = Object.values(await bundlePage()).map((file) => gzipSync(file).length);
  expect(sizes.length).toBe(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
});

it('is there for two who ask at once when it was never built', async () => {
  const cache = mkdtempSync(path.join(tmpdir(), 'kinlab-bundle-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  const [one, other] = await Promise.all([bundlePage(cache), bundlePage(cache)]);
  expect(one).toEqual(other);
});
