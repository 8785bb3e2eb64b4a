import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from './eventually.ts';
import { ROOT } from './repository.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from standard input, which then closes. */
  readonly stdin?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program may connect to this machine only; else it ends with 97. */
const LOOPBACK_ONLY = `--import ${new URL('./loopback-only.mjs', import.meta.url).href}`;

/** The program as users start it, in a process of its own. */
export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], { env = {}, stdin }: RunOptions = {}) {
    this.#child = spawn(process.execPath, ['bin/kinlab.js', ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], NODE_OPTIONS: LOOPBACK_ONLY, ...env },
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.#child.stdin?.end(stdin);
    this.#ended = once(this.#child, 'close').then(([code]) => ({
      code: code as number | null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get ended(): Promise<Ended> {
    return this.#ended;
  }

  signal(name: 'SIGTERM' | 'SIGINT'): void {
    this.#child.kill(name);
  }

  /** Resolves when it has printed what matches, on either stream. */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    return eventually(() => pattern.exec(this.stdout + this.stderr) ?? undefined, {
      withinMs: 10_000,
      what: `${pattern} printed; so far: ${this.stdout}${this.stderr}`,
    });
  }
}

/** Runs the program to its end. */
export const run = (args: readonly string[], options?: RunOptions): Promise<Ended> =>
  new Program(args, options).ended;
