import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DataOfOtherFormat } from './errors.ts';
import { lockFolder } from './folder-lock.ts';

const FORMAT = 'kinlab data 1\n';
const MAX_SHOWN = 60;

export interface DataFolderOptions {
  readonly folder: string;
  /** Whether what is acknowledged also survives the loss of power. */
  readonly fsync: boolean;
  /** Differs from that of every other process. */
  readonly id: string;
}

/** A folder in which one process keeps what the services hold, held by it alone. */
export interface DataFolder {
  readonly fsync: boolean;
  /** The folder of one kind of things, made if it was missing. */
  readonly sub: (name: string) => string;
  readonly release: () => void;
}

/** Throws DataInUse, or DataOfOtherFormat for a folder that holds something else or of another release. */
export async function openDataFolder(options: DataFolderOptions): Promise<DataFolder> {
  const folder = path.resolve(options.folder);
  mkdirSync(folder, { recursive: true });
  const release = await lockFolder(folder, options.id);
  try {
    checkFormat(folder);
  } catch (error) {
    release();
    throw error;
  }
  return {
    fsync: options.fsync,
    release,
    sub: (name) => {
      const inside = path.join(folder, name);
      mkdirSync(inside, { recursive: true });
      return inside;
    },
  };
}

function checkFormat(folder: string): void {
  const file = path.join(folder, 'format');
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, FORMAT);
    renameSync(`${file}.new`, file);
  }
  const found = readFileSync(file, 'utf8');
  if (found === FORMAT) return;
  throw new DataOfOtherFormat(
    `${file} says ${JSON.stringify(found.slice(0, MAX_SHOWN))}, not ${JSON.stringify(FORMAT)}`,
  );
}
