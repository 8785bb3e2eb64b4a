import { closeSync, fsyncSync, openSync } from 'node:fs';

/**
 * Sees to it that the names in a folder survive the loss of power: a file that is new, renamed or removed
 * is so on the disk only when its folder is. Windows keeps names by itself, and opens no folders.
 */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
