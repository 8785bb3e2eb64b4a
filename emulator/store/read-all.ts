import { closeSync, openSync, readSync } from 'node:fs';

/** Fills `bytes` from `from` to `to` with what stands in the file from `at` on. */
export function readAll(fd: number, bytes: Buffer, at: number, from = 0, to = bytes.length): void {
  for (let done = from; done < to;) {
    const read = readSync(fd, bytes, done, to - done, at + done - from);
    if (read === 0) throw new Error('the file is shorter than it was');
    done += read;
  }
}

/** So many bytes of a file from `at` on, in memory of their own. */
export function readPart(file: string, at: number, sizeBytes: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes);
  const fd = openSync(file, 'r');
  try {
    readAll(fd, bytes, at);
  } finally {
    closeSync(fd);
  }
  return bytes;
}
