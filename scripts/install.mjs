// Runs before `npm start`, `npm test` and their like: installs what is missing, so that on a fresh
// machine one command is all. Plain JavaScript, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const LOCK = 'package-lock.json';
/** Written by npm at the end of an installation. */
const INSTALLED = 'node_modules/.package-lock.json';

const isStale = !existsSync(INSTALLED) || statSync(INSTALLED).mtimeMs < statSync(LOCK).mtimeMs;

if (isStale) {
  console.error('Installing what the lab needs (once) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('✖ npm ci failed; its own words are above.');
    process.exit(253);
  }
}
