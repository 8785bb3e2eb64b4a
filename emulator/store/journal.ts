import {
  close,
  closeSync,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
  writev,
} from 'node:fs';
import path from 'node:path';
import { DataDamaged } from './errors.ts';
import { entryHeader, type Entry, type NewEntry } from './journal-entry.ts';
import {
  intoOneMemory,
  readSegment,
  readSome,
  rewriteSegment,
  SEGMENT_START_BYTES,
  segmentName,
  segmentStart,
} from './segment.ts';
import { syncFolder } from './sync-folder.ts';
import { writeGroups, type Waiter } from './write-groups.ts';

/** A segment that has grown past this is followed by the next one. */
const SEGMENT_BYTES = 64 * 1_048_576;

/** A write that has so much takes no more: two puts of 500 × 1 KiB. */
const ENOUGH_BYTES = 1_048_576;

/** As many pieces as one call of the system takes. */
const MAX_PIECES = 1_000;

export interface JournalOptions {
  readonly folder: string;
  /** Whether what is acknowledged also survives the loss of power. */
  readonly fsync: boolean;
  /** Told of each entry that is there, in order, and of which segment it is in. */
  readonly onEntry: (entry: Entry, segment: number) => void;
  /** Told, before anybody who waits, that what was appended and not flushed is gone. */
  readonly onLost: () => void;
  /** Told when a segment was finished. */
  readonly onFinished: () => void;
}

/**
 * Entries in the order in which they were appended, in files that only grow. What was flushed has been
 * handed to the system, so it survives the death of this process, however sudden; with `fsync` it is
 * on the disk.
 *
 * All flushes that are asked for while others are written share the next write, or a few writes of
 * them; with `fsync` always one. If a write fails, everything that was appended and not flushed is gone,
 * and all who wait are told.
 */
export class Journal {
  readonly #options: JournalOptions;
  #segment = 1;
  #fd: number;
  /** How many bytes of the segment are good. */
  #length: number;
  #queue: Uint8Array[] = [];
  #waiting: Waiter[] = [];
  #isWriting = false;
  #shrinking: Promise<void> = Promise.resolve();
  /** Whether bytes of a failed write may lie behind the good ones. */
  #isTorn = false;

  constructor(options: JournalOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true });
    this.#length = this.#replay();
    if (this.#length === 0) this.#fd = this.#begin(this.#segment);
    else {
      this.#fd = openSync(this.#file(this.#segment), 'a+');
      ftruncateSync(this.#fd, this.#length);
    }
  }

  /** To sync is dear, and what became safe together is known by it. */
  get #enoughBytes(): number {
    return this.#options.fsync ? Infinity : ENOUGH_BYTES;
  }

  /** The segment that is written to. */
  get segment(): number {
    return this.#segment;
  }

  append(kind: number, parts: readonly Uint8Array[]): void {
    // Without `fsync` nothing is lost but at the end.
    const isTied = this.#options.fsync && this.#queue.length > 0;
    this.#queue.push(entryHeader(kind, parts, isTied), ...parts);
  }

  /** Resolves when all that was appended so far is safe; rejects, with the system's error, if it is lost. */
  flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ pieces: this.#queue.length, resolve, reject });
      if (!this.#isWriting) void this.#write();
    });
  }

  /**
   * Rewrites a finished segment with those of its entries that are still needed, and some more; if that
   * fails it is as it was. One after the other, for it takes a thread from those that write.
   */
  async shrink(
    segment: number,
    { isKept, more }: { isKept: (kind: number) => boolean; more: readonly NewEntry[] },
  ): Promise<void> {
    const file = this.#file(segment);
    const turn = this.#shrinking.then(() =>
      rewriteSegment(file, [...readSome(file, isKept), ...more]),
    );
    this.#shrinking = turn.catch(() => {});
    await turn;
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    if (this.#isWriting || this.#queue.length > 0) await this.flush().catch(() => {});
    await this.#shrinking;
    closeSync(this.#fd);
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      let waiting = this.#waiting;
      const pieces = this.#queue;
      this.#waiting = [];
      this.#queue = [];
      try {
        for (const group of writeGroups(pieces, waiting, this.#enoughBytes)) {
          await this.#writeAll(group.pieces);
          if (this.#options.fsync) await synced(this.#fd);
          for (const { resolve } of group.waiters) resolve();
          waiting = waiting.slice(group.waiters.length);
        }
        if (this.#length >= SEGMENT_BYTES) this.#tryNext();
      } catch (error) {
        this.#forget([...waiting, ...this.#waiting], error);
      }
    }
    this.#isWriting = false;
  }

  async #writeAll(pieces: readonly Uint8Array[]): Promise<void> {
    // So that what comes next follows what is good.
    if (this.#isTorn) ftruncateSync(this.#fd, this.#length);
    this.#isTorn = true;
    let writtenBytes = 0;
    for (let at = 0; at < pieces.length; at += MAX_PIECES) {
      const some = pieces.slice(at, at + MAX_PIECES);
      writtenBytes += await written(this.#fd, some);
    }
    this.#length += writtenBytes;
    this.#isTorn = false;
  }

  #forget(waiting: readonly Waiter[], error: unknown): void {
    this.#waiting = [];
    this.#queue = [];
    const reason = error instanceof Error ? error : new Error(String(error));
    this.#options.onLost();
    for (const { reject } of waiting) reject(reason);
  }

  #tryNext(): void {
    let fd: number;
    try {
      fd = this.#begin(this.#segment + 1);
    } catch {
      // This one grows on, and after the next write it is tried again.
      return;
    }
    // It takes some milliseconds, and there is nothing to wait for.
    close(this.#fd, () => {});
    this.#fd = fd;
    this.#segment += 1;
    this.#options.onFinished();
  }

  /** Opens a segment without entries, from now on the one that is written to; or throws, and nothing has changed. */
  #begin(segment: number): number {
    const fd = openSync(this.#file(segment), 'a+');
    try {
      // An attempt that failed may have left something.
      ftruncateSync(fd, 0);
      writeFileSync(fd, segmentStart());
      if (this.#options.fsync) {
        fdatasyncSync(fd);
        syncFolder(this.#options.folder);
      }
    } catch (error) {
      closeSync(fd);
      throw error;
    }
    this.#length = SEGMENT_START_BYTES;
    return fd;
  }

  #replay(): number {
    const { folder, onEntry } = this.#options;
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .sort();
    let length = 0;
    const read = intoOneMemory();
    for (const [index, name] of names.entries()) {
      const number = index + 1;
      const file = this.#file(number);
      if (name !== segmentName(number)) throw new DataDamaged(file, 'it is missing');
      const isLast = number === names.length;
      length = readSegment(file, isLast, (entry) => onEntry(entry, number), read);
      this.#segment = number;
    }
    return length;
  }

  #file(segment: number): string {
    return path.join(this.#options.folder, segmentName(segment));
  }
}

/** Writes all of them at the end of the file; the system may take fewer bytes at a time than it is given. */
async function written(fd: number, pieces: readonly Uint8Array[]): Promise<number> {
  const totalBytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  let rest = pieces;
  for (let done = 0; done < totalBytes;) {
    const bytes = await oneWrite(fd, rest);
    if (bytes === 0) throw new Error('the system wrote nothing');
    done += bytes;
    if (done < totalBytes) rest = [Buffer.concat(rest).subarray(bytes)];
  }
  return totalBytes;
}

const oneWrite = (fd: number, pieces: readonly Uint8Array[]): Promise<number> =>
  new Promise((resolve, reject) => {
    writev(fd, pieces, null, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });

const synced = (fd: number): Promise<void> =>
  new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error ? reject(error) : resolve()));
  });
