import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { environmentFor } from '#lab/environment.ts';
import { Program } from '../support/program.ts';

export interface GivenLab {
  /** Runs a program of the virtual environment in an empty folder, with the lab's variables. */
  readonly run: (command: string, args: readonly string[]) => Promise<Ran>;
  readonly close: () => Promise<void>;
}

export interface Ran {
  readonly code: number | null;
  /** Both streams, as a terminal shows them. */
  readonly printed: string;
}

/** An empty lab for programs of other languages. */
export async function givenLab(...flags: readonly string[]): Promise<GivenLab> {
  const lab = new Program(['serve', '--port', '0', ...flags]);
  await lab.printed(/^Ready\.$/m);
  const [endpoint] = await lab.printed(/http:\/\/127\.0\.0\.1:\d+/);
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-clients-'));
  const env = {
    ...environmentFor(endpoint),
    AWS_DEFAULT_REGION: 'us-east-1',
    // No settings of the machine's user, and no pager.
    HOME: folder,
    AWS_PAGER: '',
    PATH: `${inject('clientsBin')}:${process.env['PATH']}`,
  };

  return {
    run: async (command, args) => {
      const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let printed = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
      }
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, printed };
    },
    close: async () => {
      lab.signal('SIGTERM');
      await lab.ended;
      rmSync(folder, { recursive: true });
    },
  };
}
