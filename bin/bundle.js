// The program as one file. Plain JavaScript, because it runs before anything can read TypeScript.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ENTRY = 'lab/main.ts';
/** What decides, besides the sources, what a bundle of them would be. */
const CIRCUMSTANCES = ['bin/bundle.js', 'package.json', 'node_modules/.package-lock.json'];

/**
 * Where the program under `root` lies in one file, which loads in a third of the time of its sources.
 * Makes that file when it is missing or anything it was made from has changed. Throws where it can be
 * neither read nor written.
 *
 * @param {string} root
 * @returns {Promise<string>} a file: URL
 */
export async function bundleOf(root) {
  const file = path.join(root, 'node_modules/.cache/kinlab/program.mjs');
  if (!isFresh(root, file)) await bundle(root, file);
  return pathToFileURL(file).href;
}

/**
 * The last line of a bundle says what it was made from, so that file and record cannot part.
 *
 * @typedef {{ readonly root: string, readonly stamps: Readonly<Record<string, string>> }} Origin
 */

/**
 * @param {string} root
 * @param {string} file
 */
function isFresh(root, file) {
  try {
    const text = readFileSync(file, 'latin1');
    /** @type {Origin} */
    const origin = JSON.parse(text.slice(text.lastIndexOf('\n//') + 3));
    const isUnchanged = ([name = '', stamp = '']) => stampOf(path.join(root, name)) === stamp;
    return origin.root === root && Object.entries(origin.stamps).every(isUnchanged);
  } catch {
    return false;
  }
}

/** @param {string} file */
function stampOf(file) {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size}`;
}

/**
 * @param {string} root
 * @param {string} file
 */
async function bundle(root, file) {
  const startedAt = Date.now();
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Stack traces name the sources; their text is on the disk.
    sourcemap: 'linked',
    sourcesContent: false,
    // Without comments it is ASCII, of which V8 keeps one byte a character and not two.
    minifyWhitespace: true,
    // It starts a program of its own, which it finds beside itself.
    external: ['esbuild'],
    banner: { js: REQUIRE },
    plugins: [keepAddresses],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  await esbuild.stop();
  const sources = Object.keys(metafile.inputs).filter((name) => !name.startsWith('node_modules/'));
  const stamps = Object.fromEntries(
    [...sources, ...CIRCUMSTANCES].map((name) => {
      const inRoot = path.join(root, name);
      // What was saved while it was read may have been read before.
      const stamp = statSync(inRoot).mtimeMs < startedAt ? stampOf(inRoot) : 'unknown';
      return [name, stamp];
    }),
  );

  mkdirSync(path.dirname(file), { recursive: true });
  for (const { path: to, text } of outputFiles) {
    const isProgram = to === file;
    replaceFile(to, isProgram ? `${text}\n//${JSON.stringify({ root, stamps })}` : text);
  }
}

/** Packages in CommonJS ask for Node's modules by `require`, which a module does not have. */
const REQUIRE =
  "import { createRequire as requireForBundle } from 'node:module'; const require = requireForBundle(import.meta.url);";

/**
 * Files that our sources find beside themselves are where they were.
 *
 * @type {import('esbuild').Plugin}
 */
const keepAddresses = {
  name: 'keep-addresses',
  setup: (build) => {
    build.onLoad({ filter: /\.ts$/ }, ({ path: source }) => ({
      loader: 'ts',
      contents: readFileSync(source, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(source).href),
      ),
    }));
  },
};

/**
 * At once, so that a program started at the same time never reads half of it.
 *
 * @param {string} file
 * @param {string} text
 */
function replaceFile(file, text) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
