import { readdir, readFile, readlink } from 'node:fs/promises';
import { EXIT, ExpectedError } from '#runtime/errors.ts';

/** The port is taken, by `owner` if the system says by whom. */
export class PortInUse extends ExpectedError {
  readonly code = 'port-in-use';
  override readonly exitCode = EXIT.environment;
  override readonly fixes: readonly string[];
  readonly port: number;

  constructor(port: number, owner?: string) {
    super(`port ${port} is in use${owner === undefined ? '' : ` by ${owner}`}`);
    this.port = port;
    this.fixes = [
      'take any free port: npm start -- --port 0',
      owner === undefined ? 'stop the program that listens there' : `stop ${owner}`,
    ];
  }
}

/** `NAME (process ID)` of whoever listens on the port, where /proc tells; undefined elsewhere. */
export async function portOwner(port: number): Promise<string | undefined> {
  try {
    const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readIfAny));
    const inode = tables.map((table) => listenerInode(table, port)).find(Boolean);
    return inode === undefined ? undefined : await ownerOf(`socket:[${inode}]`);
  } catch {
    return undefined;
  }
}

const LISTEN = '0A';

/** Rows are `sl local_address rem_address st … inode`, with address and port in hex. */
export function listenerInode(table: string, port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const row = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find((columns) => columns[1]?.endsWith(suffix) && columns[3] === LISTEN);
  return row?.[9];
}

async function ownerOf(link: string): Promise<string | undefined> {
  for (const id of await readdir('/proc')) {
    if (!/^\d+$/.test(id) || !(await holds(id, link))) continue;
    const name = (await readIfAny(`/proc/${id}/comm`)).trim();
    return `${name === '' ? 'a program' : name} (process ${id})`;
  }
  return undefined;
}

/** False for the processes of others, which may not be looked into, and for those that just ended. */
async function holds(id: string, link: string): Promise<boolean> {
  const folder = `/proc/${id}/fd`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if ((await readlink(`${folder}/${name}`).catch(() => '')) === link) return true;
  }
  return false;
}

const readIfAny = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
