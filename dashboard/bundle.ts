import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#runtime/clock.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = path.join(ROOT, 'dashboard/page');
const CACHE = path.join(ROOT, 'node_modules/.cache/kinlab');
/** What decides, besides the sources, what a bundle of them would be. */
const CIRCUMSTANCES = ['dashboard/bundle.ts', 'package.json', 'node_modules/.package-lock.json'];

const FILES = ['page.js', 'page.css', 'worker.js'] as const;

export type Bundle = Readonly<Record<(typeof FILES)[number], string>>;

/** A bundle and what it was made from, in one file, so that they cannot part. */
interface Kept {
  readonly bundle: Bundle;
  /** By the file's path. */
  readonly stamps: Readonly<Record<string, string>>;
}

/** The page's scripts and styles: as they were built last, or built anew if anything has changed since. */
export async function bundlePage(cache = CACHE): Promise<Bundle> {
  const file = path.join(cache, 'page.json');
  const kept = await readKept(file).catch(() => undefined);
  if (kept && (await isFresh(kept))) return kept.bundle;
  const built = await (building ??= build());
  // Where nothing can be written, the next start builds again.
  await keep(file, built).catch(() => {});
  return built.bundle;
}

const readKept = async (file: string): Promise<Kept> =>
  JSON.parse(await readFile(file, 'utf8')) as Kept;

async function isFresh({ stamps }: Kept): Promise<boolean> {
  const asked = Object.entries(stamps).map(
    async ([file, stamp]) => (await stampOf(file)) === stamp,
  );
  return (await Promise.all(asked)).every(Boolean);
}

/** Changes with a file's time or size. */
async function stampOf(file: string): Promise<string> {
  const { mtimeMs, size } = await stat(path.join(ROOT, file)).catch(() => ({
    mtimeMs: 0,
    size: 0,
  }));
  return `${mtimeMs} ${size}`;
}

/** Shared by all who wait for it: who was done first would end esbuild's process under the others. */
let building: Promise<Kept> | undefined;

async function build(): Promise<Kept> {
  try {
    return await buildNow();
  } finally {
    building = undefined;
  }
}

async function buildNow(): Promise<Kept> {
  const startedAt = systemClock.now();
  const { build: run, stop } = await import('esbuild');
  const { outputFiles, metafile } = await run({
    absWorkingDir: ROOT,
    entryPoints: { page: path.join(PAGE, 'main.tsx'), worker: path.join(PAGE, 'worker.ts') },
    outdir: CACHE,
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
  });
  await stop();
  const textOf = (name: string): string => {
    const file = outputFiles.find((each) => path.basename(each.path) === name);
    if (!file) throw new Error(`the bundle of the page lacks ${name}`);
    return file.text;
  };
  const bundle = Object.fromEntries(FILES.map((name) => [name, textOf(name)])) as Bundle;
  const sources = Object.keys(metafile.inputs).filter((name) => !name.startsWith('node_modules/'));
  const stamped = [...sources, ...CIRCUMSTANCES].map(async (name) => {
    const { mtimeMs } = await stat(path.join(ROOT, name));
    // What was saved while it was read may have been read before.
    return [name, mtimeMs < startedAt ? await stampOf(name) : 'unknown'];
  });
  return { bundle, stamps: Object.fromEntries(await Promise.all(stamped)) as Kept['stamps'] };
}

/** At once, so that nobody ever reads half of it. */
async function keep(file: string, kept: Kept): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(draft, JSON.stringify(kept));
  await rename(draft, file);
}
