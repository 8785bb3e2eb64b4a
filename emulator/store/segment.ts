import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { DataDamaged } from './errors.ts';
import {
  entryHeader,
  hasUntiedEntry,
  HEADER_BYTES,
  readEntry,
  readHeader,
  type Entry,
  type NewEntry,
} from './journal-entry.ts';
import { readAll } from './read-all.ts';

/** What each segment file begins with; the number says what other formats are not. */
const START = Buffer.from('kinlab journal 1\n');

export const SEGMENT_START_BYTES = START.length;
export const segmentStart = (): Buffer => START;

export const segmentName = (number: number): string => `${String(number).padStart(8, '0')}.log`;

/**
 * Gives the entries of a segment in order, and returns how many bytes of the file hold whole ones.
 *
 * A process that dies while it writes leaves an entry unfinished at the end of the last segment; it was
 * never acknowledged, and nothing follows it, or after a loss of power only what was to become safe together
 * with it. Anything else that is not as it was written is a damage: then what follows cannot be trusted to
 * follow, and the file is refused by its name.
 */
export function readSegment(
  file: string,
  isLast: boolean,
  onEntry: (entry: Entry) => void,
  read: (file: string) => Buffer = readFileSync,
): number {
  const bytes = read(file);
  if (!bytes.subarray(0, START.length).equals(START)) {
    const isUnfinished = isLast && START.subarray(0, bytes.length).equals(bytes);
    if (isUnfinished) return 0;
    throw new DataDamaged(file, 'it does not begin as a journal does');
  }
  let at = START.length;
  for (let entry = readEntry(bytes, at); entry; entry = readEntry(bytes, at)) {
    onEntry(entry);
    at = entry.end;
  }
  const isWhole = at === bytes.length || (isLast && !hasUntiedEntry(bytes, at));
  if (!isWhole) throw new DataDamaged(file, `at byte ${at} of ${bytes.length}`);
  return at;
}

/** So much of a file is looked at to find where its entries are. */
const WINDOW_BYTES = 8_192;

/** The entries of some kinds in a finished segment; the others, however large, are passed over. */
export function readSome(file: string, isWanted: (kind: number) => boolean): NewEntry[] {
  const entries: NewEntry[] = [];
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    const window = Buffer.alloc(WINDOW_BYTES);
    let windowAt = -WINDOW_BYTES;
    for (let at = START.length; at < size;) {
      if (at + HEADER_BYTES > windowAt + WINDOW_BYTES) {
        readAll(fd, window, at, 0, Math.min(WINDOW_BYTES, size - at));
        windowAt = at;
      }
      const header = readHeader(window, at - windowAt);
      if (!header) throw new DataDamaged(file, `at byte ${at} of ${size}`);
      if (isWanted(header.kind)) {
        const bytes = Buffer.alloc(header.entryBytes);
        readAll(fd, bytes, at);
        const entry = readEntry(bytes, 0);
        if (!entry) throw new DataDamaged(file, `at byte ${at} of ${size}`);
        entries.push(entry);
      }
      at += header.entryBytes;
    }
  } finally {
    closeSync(fd);
  }
  return entries;
}

/** Reads one file after the other into the same memory: what a file gave is gone when the next is read. */
export function intoOneMemory(): (file: string) => Buffer {
  let memory = Buffer.alloc(0);
  return (file) => {
    const fd = openSync(file, 'r');
    try {
      const { size } = fstatSync(fd);
      if (size > memory.length) memory = Buffer.allocUnsafeSlow(2 * size);
      let length = 0;
      for (let bytes = -1; bytes !== 0 && length < size; length += bytes) {
        bytes = readSync(fd, memory, length, size - length, null);
      }
      return memory.subarray(0, length);
    } finally {
      closeSync(fd);
    }
  };
}

/**
 * Replaces a segment by one with these entries only; whoever dies meanwhile leaves the old one. On other
 * threads: to sync the new one, and to give up what the old one held, takes the system milliseconds.
 */
export async function rewriteSegment(file: string, entries: readonly NewEntry[]): Promise<void> {
  const parts = entries.flatMap(({ kind, payload }) => [entryHeader(kind, [payload]), payload]);
  await writeFile(`${file}.new`, Buffer.concat([START, ...parts]), { flush: true });
  await rename(`${file}.new`, file);
}
