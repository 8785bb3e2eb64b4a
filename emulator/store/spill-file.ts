import { close, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readAll } from './read-all.ts';

/** What is put away takes whole pages, so that whatever has gone leaves room for whatever comes. */
const PAGE_BYTES = 32_768;

const NAME = 'spilled';

/** Where something lies that was put away. */
export interface Spilled {
  readonly pages: Uint32Array;
  readonly sizeBytes: number;
}

/**
 * A file for what has no room in memory, there from when something is put away until nothing is. It
 * ends with the process, however sudden that is: where the system allows it, the file has no name from
 * the moment on in which it is open.
 *
 * It is written and read at once, by the caller's thread, and as large as what was in it at the most.
 */
export class SpillFile {
  readonly #folder: (() => string) | undefined;
  #open: OpenFile | undefined;
  #pages = 0;
  /** Those that are of use again; the next one to take is the last. */
  #free: number[] = [];

  /** `folder` is for this file alone; without one it is a new temporary one. */
  constructor(folder?: () => string) {
    this.#folder = folder;
  }

  /** What lies in it. */
  get usedBytes(): number {
    return (this.#pages - this.#free.length) * PAGE_BYTES;
  }

  /** Throws the system's error when there is no room; then nothing was put away. */
  write(bytes: Uint8Array): Spilled {
    const { fd } = (this.#open ??= openFile(this.#folder?.()));
    const pages = new Uint32Array(Math.ceil(bytes.length / PAGE_BYTES));
    for (const at of pages.keys()) pages[at] = this.#free.pop() ?? this.#pages++;
    const spilled = { pages, sizeBytes: bytes.length };
    try {
      for (const { at, from, to } of stretchesOf(spilled)) writeAll(fd, bytes, at, from, to);
    } catch (error) {
      this.forget(spilled);
      throw error;
    }
    return spilled;
  }

  /** In memory of its own. */
  read(spilled: Spilled): Buffer {
    const bytes = Buffer.allocUnsafeSlow(spilled.sizeBytes);
    for (const { at, from, to } of stretchesOf(spilled)) {
      readAll(this.#open?.fd ?? -1, bytes, at, from, to);
    }
    return bytes;
  }

  forget({ pages }: Spilled): void {
    if (!this.#open) return;
    for (const page of pages.toReversed()) this.#free.push(page);
    if (this.usedBytes === 0) this.close();
  }

  /** What was in it goes in the background: that takes longer the more it was. */
  close(): void {
    this.#open?.close();
    this.#open = undefined;
    this.#pages = 0;
    this.#free = [];
  }
}

interface OpenFile {
  readonly fd: number;
  readonly close: () => void;
}

function openFile(given: string | undefined): OpenFile {
  const folder = given ?? mkdtempSync(path.join(tmpdir(), 'kinlab-'));
  const file = path.join(folder, NAME);
  // What a process has left here that ended when its file had a name still, is emptied.
  const fd = openSync(file, 'w+');
  tryRemove(folder, file);
  return { fd, close: () => close(fd, () => tryRemove(folder, file)) };
}

/** Not everywhere can a file be removed while it is open; then when it is closed, or by the next process. */
function tryRemove(folder: string, file: string): void {
  try {
    rmSync(file, { force: true });
    rmdirSync(folder);
  } catch {
    // It is empty or of no use, and does no harm.
  }
}

interface Stretch {
  /** In the file. */
  readonly at: number;
  /** In what lies there. */
  readonly from: number;
  readonly to: number;
}

/** Pages that lie one behind the other are written and read in one go. */
function* stretchesOf({ pages, sizeBytes }: Spilled): Generator<Stretch> {
  for (let start = 0; start < pages.length;) {
    const first = pages[start] ?? 0;
    let end = start + 1;
    while (end < pages.length && pages[end] === first + end - start) end += 1;
    const to = Math.min(end * PAGE_BYTES, sizeBytes);
    yield { at: first * PAGE_BYTES, from: start * PAGE_BYTES, to };
    start = end;
  }
}

function writeAll(fd: number, bytes: Uint8Array, at: number, from: number, to: number): void {
  for (let done = from; done < to;) {
    const written = writeSync(fd, bytes, done, to - done, at + done - from);
    if (written === 0) throw new Error('the system wrote nothing');
    done += written;
  }
}
