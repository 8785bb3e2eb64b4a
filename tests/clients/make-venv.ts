import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { readText, ROOT } from '../support/repository.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that holds `python` and `aws`. */
    readonly clientsBin: string;
  }
}

const REQUIREMENTS = 'tests/clients/requirements.txt';

/** boto3 and the AWS CLI in a virtual environment of their own, kept until other versions are wanted. */
export function setup(project: TestProject): void {
  const version = createHash('sha256').update(readText(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = `${ROOT}node_modules/.cache/kinlab-clients-${version}`;
  if (!existsSync(`${folder}/complete`)) {
    rmSync(folder, { recursive: true, force: true });
    run('python3', ['-m', 'venv', folder]);
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    run(`${folder}/bin/python`, [...install, '--requirement', `${ROOT}${REQUIREMENTS}`]);
    writeFileSync(`${folder}/complete`, '');
  }
  project.provide('clientsBin', `${folder}/bin`);
}

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (cause) {
    throw new Error('these tests need Python 3.10 or newer, with its modules venv and pip', {
      cause,
    });
  }
}
