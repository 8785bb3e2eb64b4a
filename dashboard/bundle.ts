import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = path.join(ROOT, 'dashboard/page');
const CACHE = path.join(ROOT, 'node_modules/.cache/kinlab');
/** What decides, besides the page's own folder, what a bundle of it would be. */
const ALSO = [
  'dashboard/bundle.ts',
  'dashboard/messages.ts',
  'dashboard/view.ts',
  'pipeline/status.ts',
  'package.json',
  'node_modules/.package-lock.json',
].map((file) => path.join(ROOT, file));

const FILES = ['page.js', 'page.css', 'worker.js'] as const;

export type Bundle = Readonly<Record<(typeof FILES)[number], Uint8Array>>;

/** The page's scripts and styles: as they were built last, or built anew if anything has changed since. */
export async function bundlePage(cache = CACHE): Promise<Bundle> {
  const folder = path.join(cache, `page-${await stampOfSources()}`);
  try {
    return bundleFrom(await Promise.all(FILES.map((file) => readFile(path.join(folder, file)))));
  } catch {
    const bundle = await (building ??= build());
    // Where nothing can be written, the next start builds again.
    await keep(folder, bundle).catch(() => {});
    return bundle;
  }
}

const bundleFrom = ([js, css, worker]: readonly (Uint8Array | undefined)[]): Bundle => {
  if (!js || !css || !worker) throw new Error('the bundle of the page is not whole');
  return { 'page.js': js, 'page.css': css, 'worker.js': worker };
};

/** Changes with the name, time or size of anything that the page is made from. */
async function stampOfSources(): Promise<string> {
  const inside = await readdir(PAGE, { recursive: true });
  const sources = [...ALSO, ...inside.sort().map((file) => path.join(PAGE, file))];
  const stamp = createHash('sha256');
  for (const file of sources) {
    const { mtimeMs, size } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0 }));
    stamp.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return stamp.digest('hex').slice(0, 16);
}

/** Shared by all who wait for it: who was done first would end esbuild's process under the others. */
let building: Promise<Bundle> | undefined;

async function build(): Promise<Bundle> {
  try {
    return await buildNow();
  } finally {
    building = undefined;
  }
}

async function buildNow(): Promise<Bundle> {
  const { build: run, stop } = await import('esbuild');
  const { outputFiles } = await run({
    absWorkingDir: ROOT,
    entryPoints: { page: path.join(PAGE, 'main.tsx'), worker: path.join(PAGE, 'worker.ts') },
    outdir: CACHE,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
  });
  await stop();
  const named = (name: string) =>
    outputFiles.find((file) => path.basename(file.path) === name)?.contents;
  return bundleFrom(FILES.map(named));
}

/** At once, so that nobody ever reads half of it. */
async function keep(folder: string, bundle: Bundle): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await Promise.all(FILES.map((file) => writeFile(path.join(draft, file), bundle[file])));
  await rename(draft, folder);
}
