import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Journal, type JournalOptions } from './journal.ts';

export function givenFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

interface Opened {
  readonly journal: Journal;
  readonly texts: readonly string[];
}

export function open(folder: string, options: Partial<JournalOptions> = {}): Opened {
  const texts: string[] = [];
  const journal = new Journal({
    folder,
    fsync: false,
    onEntry: ({ kind, payload }) => texts.push(`${kind}:${payload.toString()}`),
    onLost: () => {},
    onFinished: () => {},
    ...options,
  });
  return { journal, texts };
}

export const parts = (...texts: readonly string[]): Buffer[] =>
  texts.map((text) => Buffer.from(text));

export async function textsIn(folder: string): Promise<readonly string[]> {
  const { journal, texts } = open(folder);
  await journal.close();
  return texts;
}

type Done = (error: Error | null) => void;

/** Until the test is finished, or until it says so, the system does this instead. */
export function insteadOf(
  name: 'writev' | 'fdatasync',
  other: (fd: number, done: Done, pieces: readonly Uint8Array[]) => unknown,
): () => void {
  const before = fs[name];
  const use = (system: unknown): void => {
    Object.assign(fs, { [name]: system });
    syncBuiltinESMExports();
  };
  use((...given: readonly unknown[]) =>
    other(given[0] as number, given.at(-1) as Done, given[1] as readonly Uint8Array[]),
  );
  const restore = (): void => use(before);
  onTestFinished(restore);
  return restore;
}
