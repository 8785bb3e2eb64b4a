import { close, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
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
 * A file for what has no room in memory. It ends with the process, however sudden that is: where the
 * system allows it, the file has no name from the moment on in which it is open.
 *
 * It is written and read at once, by the caller's thread, and as large as what was in it at the most.
 */
export class SpillFile {
  readonly #fd: number;
  readonly #folder: string;
  #pages = 0;
  /** Those that are of use again; the next one to take is the last. */
  #free: number[] = [];

  /** `folder` is for this file alone; without one it is a new temporary one. */
  constructor(folder: string | undefined) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    this.#folder = folder ?? mkdtempSync(path.join(tmpdir(), 'kinlab-'));
    // What a process has left here that ended when its file had a name still, is emptied.
    this.#fd = openSync(path.join(this.#folder, NAME), 'w+');
    this.#tryRemove();
  }

  /** What lies in it. */
  get usedBytes(): number {
    return (this.#pages - this.#free.length) * PAGE_BYTES;
  }

  /** Throws the system's error when there is no room; then nothing was put away. */
  write(bytes: Buffer): Spilled {
    const pages = new Uint32Array(Math.ceil(bytes.length / PAGE_BYTES));
    for (const at of pages.keys()) pages[at] = this.#free.pop() ?? this.#pages++;
    const spilled = { pages, sizeBytes: bytes.length };
    try {
      for (const { at, from, to } of stretchesOf(spilled)) writeAll(this.#fd, bytes, at, from, to);
    } catch (error) {
      this.forget(spilled);
      throw error;
    }
    return spilled;
  }

  /** In memory of its own. */
  read(spilled: Spilled): Buffer {
    const bytes = Buffer.allocUnsafeSlow(spilled.sizeBytes);
    for (const { at, from, to } of stretchesOf(spilled)) readAll(this.#fd, bytes, at, from, to);
    return bytes;
  }

  forget({ pages }: Spilled): void {
    for (const page of pages.toReversed()) this.#free.push(page);
  }

  /** What was in it goes in the background: that takes longer the more it was. */
  close(): void {
    close(this.#fd, () => this.#tryRemove());
  }

  /** Not everywhere can a file be removed while it is open. */
  #tryRemove(): void {
    try {
      rmSync(path.join(this.#folder, NAME), { force: true });
      rmdirSync(this.#folder);
    } catch {
      // Then when it is closed; and what even that leaves, the next process empties.
    }
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

function writeAll(fd: number, bytes: Buffer, at: number, from: number, to: number): void {
  for (let done = from; done < to;) {
    const written = writeSync(fd, bytes, done, to - done, at + done - from);
    if (written === 0) throw new Error('the system wrote nothing');
    done += written;
  }
}
