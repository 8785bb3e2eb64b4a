import { readdirSync } from 'node:fs';
import { vi } from 'vitest';
import type { Case } from '../support/contract.ts';
import { readText, ROOT } from '../support/repository.ts';

export interface Subject {
  readonly subject: string;
  readonly cases: Readonly<Record<string, Case>>;
}

const FOLDER = 'tests/contract/';

/** What the contract suite says, read by loading its files with a `contract` that notes instead of running. */
export async function readContract(): Promise<Subject[]> {
  const subjects: Subject[] = [];
  vi.doMock('../support/contract.ts', () => ({
    contract: (subject: string, cases: Subject['cases']) => subjects.push({ subject, cases }),
  }));
  const files = readdirSync(ROOT + FOLDER)
    .map((name) => FOLDER + name)
    .filter((file) => readText(file).includes('support/contract.ts'));
  for (const file of files.sort()) await import(`${ROOT}${file}`);
  return subjects;
}
