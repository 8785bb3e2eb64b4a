import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm start` runs, without `node`: the flags, the program and its verb. */
export const startCommand = (): string[] => {
  const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return manifest.scripts.start.split(' ').slice(1);
};

export interface Program {
  readonly child: ChildProcess;
  /** Milliseconds of a steady clock, when it was started. */
  readonly startedAt: number;
  /** What it has printed so far: on stdout, and on stderr. */
  readonly data: () => string;
  readonly talk: () => string;
  readonly exit: Promise<number | null>;
}

/** Starts a program of this repository as users do: a process of its own on this Node. */
export function start(args: readonly string[]): Program {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let data = '';
  let talk = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (data += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (talk += text));
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, startedAt, data: () => data, talk: () => talk, exit };
}

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

/** Resident memory of a process in MB (10^6 bytes), as the kernel counts it. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024) / 1_000_000;
}

/** Waits until `check` gives something; fails when the program ends first. */
export async function until<T>(program: Program, check: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (program.child.exitCode !== null) throw new Error(`ended early:\n${program.talk()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
