import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DataDamaged } from './errors.ts';
import { entryHeader, HEADER_BYTES, readEntry } from './journal-entry.ts';
import { syncFolder } from './sync-folder.ts';

const KIND = 1;

/** Where in a file its value begins. */
export const STATE_AT = HEADER_BYTES;

/**
 * One value as a file: it is the old one or the new one, whenever the process dies, and it is known if
 * it is neither. Throws the system's error when there is no room, and the old one stays.
 */
export function writeStateFile(
  file: string,
  parts: readonly Uint8Array[],
  { fsync }: { readonly fsync: boolean },
): void {
  const written = `${file}.new`;
  try {
    writeFileSync(written, Buffer.concat([entryHeader(KIND, parts), ...parts]), { flush: fsync });
    renameSync(written, file);
    if (fsync) syncFolder(path.dirname(file));
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
}

/** Its bytes as they were written; throws DataDamaged. */
export function readStateFile(file: string): Buffer {
  const bytes = readFileSync(file);
  const entry = readEntry(bytes, 0);
  if (entry?.end !== bytes.length) throw new DataDamaged(file, 'its checksum does not hold');
  return entry.payload;
}
