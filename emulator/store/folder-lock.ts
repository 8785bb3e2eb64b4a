import { once } from 'node:events';
import { linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { systemClock } from '#runtime/clock.ts';
import { DataInUse } from './errors.ts';

/** So often a dead lock is taken away, or another newcomer is found to have been faster. */
const ATTEMPTS = 20;

/** Longer than it takes anyone to take away a lock after finding it dead. */
const SETTLE_MS = 50;

/**
 * Holds a folder for this process alone; throws DataInUse if a living one holds it. Returns what lets it go.
 *
 * The lock is a socket that the process listens on: it answers as long as its process lives, and from
 * the death of it on, however sudden, it refuses. A file with a process id would need someone to know
 * whether that process is still the same one. Of several newcomers that find a dead lock, one may take
 * away the new lock of another in its place; so the lock counts when it is still there after a while.
 */
export async function lockFolder(folder: string, id: string): Promise<() => void> {
  const lock = path.join(folder, 'lock');
  const own = path.join(folder, `lock-${id}`);
  const server = await listening(own);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (tryLink(own, lock)) {
        await systemClock.sleep(SETTLE_MS);
        if (isSameFile(own, lock)) return () => letGo(server, lock);
      } else if (await answers(lock)) break;
      else await removeDead(lock, `${own}-dead`);
    }
  } finally {
    rmSync(own, { force: true });
  }
  server.close();
  throw new DataInUse(folder);
}

/** The path of a socket may have some 100 bytes only, so it is named from where the process stands if that is shorter. */
function shortest(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.length < file.length ? relative : file;
}

async function listening(file: string): Promise<Server> {
  rmSync(file, { force: true });
  const server = createServer((socket) => socket.destroy());
  server.listen(shortest(file));
  await once(server, 'listening');
  server.unref();
  return server;
}

/** Whether the lock was free and is ours now; only one of all who try can succeed. */
function tryLink(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isSameFile(own: string, lock: string): boolean {
  const there = statSync(lock, { throwIfNoEntry: false });
  return there?.ino === statSync(own).ino;
}

const answers = (lock: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(shortest(lock));
    const tell = (isAlive: boolean) => () => {
      socket.destroy();
      resolve(isAlive);
    };
    socket.once('connect', tell(true)).once('error', tell(false));
  });

/** Takes a dead lock away, but puts back one that a faster newcomer has made meanwhile. */
async function removeDead(lock: string, aside: string): Promise<void> {
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (await answers(aside)) tryLink(aside, lock);
  rmSync(aside, { force: true });
}

function letGo(server: Server, lock: string): void {
  rmSync(lock, { force: true });
  server.close();
}
