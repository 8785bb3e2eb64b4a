import { createServer } from 'node:net';
import type { Docker } from './docker.ts';
import type { Stack, StackPort } from './stack.ts';

/** What a machine has of what the stack needs. */
export interface Facts {
  readonly engine: Engine;
  readonly compose: Compose;
  readonly takenPorts: readonly TakenPort[];
  /** Images that are neither here nor can be had. */
  readonly outOfReach: readonly OutOfReach[];
}

export type Engine =
  | { readonly state: 'running'; readonly version: string }
  | { readonly state: 'absent' | 'stopped' | 'forbidden' };

export type Compose =
  | { readonly state: 'present'; readonly version: string }
  | { readonly state: 'absent' }
  | { readonly state: 'version-1' };

export interface TakenPort extends StackPort {
  /** The container that publishes it, if one does. */
  readonly container?: { readonly name: string; readonly image: string };
}

export interface OutOfReach {
  readonly image: string;
  readonly builtBy?: string;
  /** The engine's own words. */
  readonly reason: string;
}

const PROJECT = 'kinlab';

/** Looks, and downloads the images that are missing: the one step that needs a network. */
export async function gatherFacts(
  docker: Docker,
  stack: Stack,
  isTaken = portIsTaken,
): Promise<Facts> {
  const engine = await lookForEngine(docker);
  const compose = await lookForCompose(docker);
  const isReady = engine.state === 'running' && compose.state === 'present';
  return {
    engine,
    compose,
    takenPorts: isReady ? await lookForPorts(docker, stack, isTaken) : [],
    outOfReach: isReady ? await fetchImages(docker, stack) : [],
  };
}

async function lookForEngine(docker: Docker): Promise<Engine> {
  const { code, stdout, stderr } = await docker.ask('version', '--format', '{{.Server.Version}}');
  if (code === undefined) return { state: 'absent' };
  if (code === 0) return { state: 'running', version: stdout.trim() };
  return { state: /permission denied/i.test(stderr) ? 'forbidden' : 'stopped' };
}

async function lookForCompose(docker: Docker): Promise<Compose> {
  const { code, stdout } = await docker.ask('compose', 'version', '--short');
  if (code === 0) return { state: 'present', version: stdout.trim().replace(/^v/, '') };
  return { state: (await docker.hasOldCompose()) ? 'version-1' : 'absent' };
}

async function lookForPorts(
  docker: Docker,
  { ports }: Stack,
  isTaken: (port: number) => Promise<boolean>,
): Promise<TakenPort[]> {
  const taken: TakenPort[] = [];
  for (const { port, variable } of ports) {
    if (!(await isTaken(port))) continue;
    const { stdout } = await docker.ask(
      'ps',
      '--filter',
      `publish=${port}`,
      '--format',
      '{{.Names}}\t{{.Image}}\t{{.Label "com.docker.compose.project"}}',
    );
    const [name, image, project] = stdout.trim().split('\t');
    if (project === PROJECT) continue; // the stack is up already
    taken.push({ port, variable, ...(name && image ? { container: { name, image } } : {}) });
  }
  return taken;
}

/** Of an image that is built here, the base; builds themselves are left to compose. */
async function fetchImages(docker: Docker, { images }: Stack): Promise<OutOfReach[]> {
  const outOfReach: OutOfReach[] = [];
  for (const { name, builtBy, base = name } of images) {
    if ((await isHere(docker, name)) || (await isHere(docker, base))) continue;
    const { code, stderr } = await docker.ask('pull', '--quiet', base);
    if (code !== 0) {
      const reason = stderr.trim().split('\n').at(-1) ?? '';
      outOfReach.push({ image: base, reason, ...(builtBy === undefined ? {} : { builtBy }) });
    }
  }
  return outOfReach;
}

const isHere = async (docker: Docker, image: string): Promise<boolean> =>
  (await docker.ask('image', 'inspect', '--format', '{{.Id}}', image)).code === 0;

const portIsTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(true))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
