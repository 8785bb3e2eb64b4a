import type { Docker } from './docker.ts';
import type { Container } from './why-not-healthy.ts';

/** In the order in which they start. */
const SERVICES = ['aws', 'firehose', 'producer', 'consumer-1', 'consumer-2', 'dashboard'];

interface Health {
  readonly Log?: readonly { readonly Output: string }[];
}

/** The stack's containers, with the last words of those that are not well. */
export async function readContainers(docker: Docker): Promise<Container[]> {
  const { stdout } = await docker.ask('compose', 'ps', '--all', '--format', 'json');
  const rows = stdout.split('\n').filter((line) => line.startsWith('{'));
  const containers = await Promise.all(rows.map((row) => readContainer(docker, row)));
  const rank = ({ service }: Container): number => SERVICES.indexOf(service);
  return containers.sort((a, b) => rank(a) - rank(b));
}

async function readContainer(docker: Docker, row: string): Promise<Container> {
  const { ID, Service, State, ExitCode, Health } = JSON.parse(row) as {
    readonly ID: string;
    readonly Service: string;
    readonly State: string;
    readonly ExitCode: number;
    readonly Health: string;
  };
  return {
    service: Service,
    state: State,
    exitCode: ExitCode,
    health: Health,
    lastWords: State === 'exited' ? await lastLogLine(docker, ID) : await lastCheck(docker, ID),
  };
}

async function lastLogLine(docker: Docker, id: string): Promise<string> {
  const { stdout, stderr } = await docker.ask('logs', '--tail', '1', id);
  return stdout + stderr;
}

async function lastCheck(docker: Docker, id: string): Promise<string> {
  const { stdout } = await docker.ask('inspect', '--format', '{{json .State.Health}}', id);
  const health = JSON.parse(stdout || 'null') as Health | null;
  return health?.Log?.at(-1)?.Output ?? '';
}
