import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { EXIT, ExpectedError } from '#runtime/errors.ts';

export type LinesFormat = 'ndjson' | 'csv';

/** A file that was there when it was asked for. */
export interface LinesFile {
  /** The file's own name, for the status line and the report. */
  readonly name: string;
  readonly isRepeatable: true;
  /** Undefined where the extension does not say; the first line will. */
  readonly format: LinesFormat | undefined;
  readonly source: () => AsyncIterable<Uint8Array>;
}

interface WhyMissing {
  readonly fixes: readonly string[];
  readonly cause?: unknown;
}

/** The file that was named as the input is not there, or cannot be read. */
export class InputMissing extends ExpectedError {
  readonly code = 'input-missing';
  override readonly exitCode = EXIT.environment;
  override readonly fixes: readonly string[];
  readonly path: string;

  constructor(path: string, reason: string, { fixes, cause }: WhyMissing) {
    super(`input ${path}: ${reason}`, { cause });
    this.path = path;
    this.fixes = fixes;
  }
}

/**
 * Looks whether the file can be read, before anything is started for it; throws InputMissing with
 * `fixes`, what else may have been meant.
 */
export async function openLines(path: string, fixes: readonly string[] = []): Promise<LinesFile> {
  const missing = await whyUnreadable(path, fixes);
  if (missing !== undefined) throw missing;
  return {
    name: basename(path),
    isRepeatable: true,
    format: formatOf(path),
    source: () => createReadStream(path),
  };
}

async function whyUnreadable(
  path: string,
  fixes: readonly string[],
): Promise<InputMissing | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return new InputMissing(path, 'it is a folder, not a file', { fixes });
    await access(path, constants.R_OK);
    return undefined;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    return new InputMissing(path, REASONS[code] ?? `not readable (${code})`, { fixes, cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'not readable (permission denied)',
};

const FORMATS: Readonly<Record<string, LinesFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.json': 'ndjson',
};

const formatOf = (path: string): LinesFormat | undefined => FORMATS[extname(path).toLowerCase()];
