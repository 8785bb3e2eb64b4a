import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the repository stands. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Every file that git knows or would add, as paths from the root. */
export const repositoryFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path !== '');

export const readText = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');
