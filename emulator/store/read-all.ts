import { readSync } from 'node:fs';

/** Fills `bytes` from `from` to `to` with what stands in the file from `at` on. */
export function readAll(fd: number, bytes: Buffer, at: number, from = 0, to = bytes.length): void {
  for (let done = from; done < to;) {
    const read = readSync(fd, bytes, done, to - done, at + done - from);
    if (read === 0) throw new Error('the file is shorter than it was');
    done += read;
  }
}
