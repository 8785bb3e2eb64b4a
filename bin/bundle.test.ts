import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleOf } from './bundle.js';

const execute = promisify(execFile);

/** A small program in a folder of its own. */
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'kinlab-bundle-'));
  write('lab/main.ts', "import { greet } from './greet.ts';\n\nconsole.log(greet('you'));\n");
  write('lab/greet.ts', 'export const greet = (name: string): string => `hello ${name}`;\n');
  for (const name of ['bin/bundle.js', 'package.json', 'node_modules/.package-lock.json']) {
    write(name, '{}');
  }
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a file, by default one that nobody has touched for a minute. */
function write(name: string, text: string, ageSeconds = 60): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  const savedAt = statSync(file).mtimeMs / 1_000 - ageSeconds;
  utimesSync(file, savedAt, savedAt);
}

const run = (url: string) =>
  spawnSync(process.execPath, ['--enable-source-maps', fileURLToPath(url)], { encoding: 'utf8' });

/** Bundles and runs the program in a process of its own; resolves to what it prints. */
async function inProcess(): Promise<string> {
  const script = 'const [at, root] = process.argv.slice(1); const { bundleOf } = await import(at);';
  const { stdout } = await execute(process.execPath, [
    '--input-type=module',
    `--eval=${script} await import(await bundleOf(root));`,
    new URL('bundle.js', import.meta.url).href,
    root,
  ]);
  return stdout;
}

const inode = (url: string): number => statSync(fileURLToPath(url)).ino;

describe('bundleOf', () => {
  it('makes one file that does what the sources do', async () => {
    expect(run(await bundleOf(root)).stdout).toBe('hello you\n');
  });

  it('keeps the file while nothing has changed', async () => {
    const first = inode(await bundleOf(root));
    expect(inode(await bundleOf(root))).toBe(first);
  });

  it.each([
    ['is saved again', 30],
    ['is replaced by an older version', 90],
  ])('makes the file anew when a source %s', async (_, age) => {
    await bundleOf(root);
    write('lab/greet.ts', 'export const greet = (name: string): string => `bye ${name}`;\n', age);
    expect(run(await bundleOf(root)).stdout).toBe('bye you\n');
  });

  it('makes the file anew when the packages have changed, or a source has gone', async () => {
    const first = inode(await bundleOf(root));
    write('node_modules/.package-lock.json', '{"changed":true}');
    const second = inode(await bundleOf(root));
    expect(second).not.toBe(first);
    write('lab/main.ts', "console.log('alone');\n");
    rmSync(path.join(root, 'lab/greet.ts'));
    expect(run(await bundleOf(root)).stdout).toBe('alone\n');
  });

  it('trusts no file that was saved while it was read', async () => {
    write('lab/greet.ts', 'export const greet = (): string => `soon`;\n', -60);
    const first = inode(await bundleOf(root));
    expect(inode(await bundleOf(root))).not.toBe(first);
  });

  it('makes the file anew when half of it is gone', async () => {
    const file = fileURLToPath(await bundleOf(root));
    writeFileSync(file, 'import {');
    expect(run(await bundleOf(root)).stdout).toBe('hello you\n');
  });

  it('lets sources find the files beside them, and stack traces name the sources', async () => {
    write('lab/main.ts', 'console.log(import.meta.url);\n\n  throw new Error("oh" as string);\n');
    const { stdout, stderr } = run(await bundleOf(root));
    const source = path.join(root, 'lab/main.ts');
    expect(stdout).toBe(`${pathToFileURL(source).href}\n`);
    expect(stderr).toContain(`${source}:3:9`);
  });

  it('serves two programs that start at the same time', async () => {
    const [first, second] = await Promise.all([inProcess(), inProcess()]);
    expect([first, second]).toEqual(['hello you\n', 'hello you\n']);
  });

  it('fails where it cannot write', async () => {
    write('node_modules/.cache', 'a file where the folder would be');
    await expect(bundleOf(root)).rejects.toThrow('node_modules/.cache');
  });
});
