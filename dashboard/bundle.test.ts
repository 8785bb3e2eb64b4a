import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const cache = givenCache();
  const [one, other] = await Promise.all([bundlePage(cache), bundlePage(cache)]);
  expect(one).toEqual(other);
});

it('is kept until anything changes that it was made from, in whatever folder', async () => {
  const cache = givenCache();
  const built = await bundlePage(cache);
  const file = path.join(cache, 'page.json');
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { stamps: Record<string, string> };
  expect(Object.keys(kept.stamps)).toEqual(
    expect.arrayContaining(['dashboard/page/main.tsx', 'dashboard/pace.ts', 'runtime/clock.ts']),
  );
  const old = { 'page.js': 'old', 'page.css': 'old', 'worker.js': 'old' };
  writeFileSync(file, JSON.stringify({ ...kept, bundle: old }));
  expect(await bundlePage(cache)).toEqual(old);
  for (const name of ['runtime/clock.ts', 'dashboard/bundle.ts']) {
    const stamps = { ...kept.stamps, [name]: '1 1' };
    writeFileSync(file, JSON.stringify({ stamps, bundle: old }));
    expect(await bundlePage(cache)).toEqual(built);
  }
});

function givenCache(): string {
  const cache = mkdtempSync(path.join(tmpdir(), 'kinlab-bundle-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  return cache;
}
