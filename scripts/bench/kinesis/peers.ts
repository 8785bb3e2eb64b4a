import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#runtime/clock.ts';
import { freePort } from '../../program/child.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Fetched once, outside the repository: the peers are nobody's dependency. */
const CACHE = path.join(homedir(), '.cache', 'kinlab-bench');

/** An emulator that a bench can start: its command on a port, with its shortest delays and no log. */
export interface Peer {
  readonly name: string;
  /** Fetches what is missing; false where its toolchain is not there. */
  readonly fetch: () => boolean;
  readonly command: (port: number) => readonly string[];
  readonly env?: (port: number) => Readonly<Record<string, string>>;
}

export interface RunningPeer {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const node = process.execPath;

/** As the others do, it holds all in memory, unless a flag of a figure's own says otherwise. */
export const kinlab: Peer = {
  name: 'kinlab',
  fetch: () => true,
  command: (port) => [
    node,
    `${ROOT}bin/kinlab.js`,
    'serve',
    '--limits=off',
    '--memory=64GiB',
    `--port=${port}`,
  ],
};

/** Reads, parses and hashes, and no more: what a server of this protocol costs on Node at the least. */
export const physicalLimit: Peer = ownServer('the limit', 'limit-server.ts');

/** Does nothing: what HTTP on Node, and whoever calls, cost by themselves. */
export const bareServer: Peer = ownServer('a bare server', 'bare-server.ts');

function ownServer(name: string, file: string): Peer {
  const program = `${ROOT}scripts/bench/kinesis/${file}`;
  return {
    name,
    fetch: () => true,
    command: (port) => [node, '--import', 'tsx', program, String(port)],
  };
}

export const kinesalite: Peer = {
  name: 'kinesalite 3.3.3',
  fetch: () => fromNpm('kinesalite', '3.3.3'),
  command: (port) => [
    node,
    path.join(CACHE, 'node_modules/kinesalite/cli.js'),
    '--createStreamMs=5',
    '--deleteStreamMs=5',
    '--shardLimit=5000',
    `--port=${port}`,
  ],
};

const kinesisLocal: Peer = {
  name: 'kinesis-local 0.6.2',
  fetch: () => fromNpm('kinesis-local', '0.6.2'),
  command: () => [node, path.join(CACHE, 'node_modules/kinesis-local/main.js')],
  env: (port) => ({
    KINESIS_MOCK_PLAIN_PORT: String(port),
    KINESIS_MOCK_TLS_PORT: '0',
    KINESIS_MOCK_CERT_PATH: path.join(CACHE, 'node_modules/kinesis-local/server.json'),
    CREATE_STREAM_DURATION: '5ms',
    DELETE_STREAM_DURATION: '5ms',
    SHARD_LIMIT: '5000',
    LOG_LEVEL: 'ERROR',
  }),
};

export const ferrokinesis: Peer = {
  name: 'ferrokinesis 0.7.0',
  fetch: () => {
    const binary = path.join(CACHE, 'bin/ferrokinesis');
    if (existsSync(binary)) return true;
    return tried('cargo', ['install', '--locked', '--root', CACHE, 'ferrokinesis@0.7.0']);
  },
  command: (port) => [path.join(CACHE, 'bin/ferrokinesis'), '--port', String(port)],
  env: () => ({
    FERROKINESIS_CREATE_STREAM_MS: '5',
    FERROKINESIS_DELETE_STREAM_MS: '5',
    FERROKINESIS_MAX_REQUEST_BODY_MB: '16',
    FERROKINESIS_SHARD_LIMIT: '5000',
    RUST_LOG: 'error',
  }),
};

const moto: Peer = {
  name: 'moto 5.2.5',
  fetch: () => {
    const folder = path.join(CACHE, 'moto');
    if (existsSync(path.join(folder, 'bin/moto_server'))) return true;
    const pip = path.join(folder, 'bin/pip');
    return (
      tried('python3', ['-m', 'venv', folder]) &&
      tried(pip, ['install', '--quiet', 'moto[server]==5.2.5'])
    );
  },
  command: (port) => [
    path.join(CACHE, 'moto/bin/moto_server'),
    '-H',
    '127.0.0.1',
    '-p',
    String(port),
  ],
};

export const PEERS: readonly Peer[] = [kinesalite, ferrokinesis, kinesisLocal, moto];

/** Starts it on a free port and waits until it accepts connections. */
export async function startPeer(
  { name, command, env }: Peer,
  flags: readonly string[] = [],
): Promise<RunningPeer> {
  const port = await freePort();
  const variables = Object.entries(env?.(port) ?? {}).map(([key, value]) => `${key}=${value}`);
  const child = spawn('env', [...variables, ...command(port), ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: ROOT,
  });
  let talk = '';
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (talk = (talk + text).slice(-2_000)));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${name} ended early: ${talk}`);
    await systemClock.sleep(5);
  }
  return { name, port, pid: child.pid ?? 0, stop: () => stop(child) };
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await ended;
}

function fromNpm(name: string, version: string): boolean {
  mkdirSync(CACHE, { recursive: true });
  if (existsSync(path.join(CACHE, 'node_modules', name))) return true;
  const manifest = path.join(CACHE, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true}\n');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  return tried('npm', ['install', '--prefix', CACHE, ...flags, `${name}@${version}`]);
}

function tried(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    return true;
  } catch {
    return false;
  }
}
