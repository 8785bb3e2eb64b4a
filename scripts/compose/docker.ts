import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Answer {
  /** Undefined when there is no such program. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The `docker` program and its older relative. */
export interface Docker {
  /** Runs `docker` to its end. */
  readonly ask: (...args: readonly string[]) => Promise<Answer>;
  /** Runs `docker` for the eyes of whoever waits, on stderr; resolves to its exit code. */
  readonly show: (...args: readonly string[]) => Promise<number>;
  /** Is there a `docker-compose`, version 1, that could be meant? */
  readonly hasOldCompose: () => Promise<boolean>;
}

export const systemDocker: Docker = {
  ask: (...args) => ask('docker', args),
  show: async (...args) => {
    const child = spawn('docker', args, { stdio: ['ignore', 2, 2] });
    const [code] = (await once(child, 'close')) as [number | null];
    return code ?? 1;
  },
  hasOldCompose: async () => (await ask('docker-compose', ['version'])).code === 0,
};

async function ask(program: string, args: readonly string[]): Promise<Answer> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await Promise.race([
    once(child, 'close').then(([exitCode]) => (exitCode as number | null) ?? 1),
    once(child, 'error').then(() => undefined),
  ]).catch(() => undefined);
  if (code === undefined) return { code, stdout: '', stderr: '' };
  const [stdout, stderr] = await outputs;
  return { code, stdout, stderr };
}
