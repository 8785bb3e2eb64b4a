import { EXIT, ExpectedError } from '#runtime/errors.ts';
import type { Compose, Engine, Facts, OutOfReach, TakenPort } from './facts.ts';
import type { Stack } from './stack.ts';

/** Something that the stack needs is not there; `fixes` say how to get it. */
export class CannotStart extends ExpectedError {
  readonly code: string;
  override readonly exitCode = EXIT.environment;
  override readonly fixes: readonly string[];

  constructor(code: string, message: string, fixes: readonly string[]) {
    super(message);
    this.code = code;
    this.fixes = fixes;
  }
}

const WITHOUT_DOCKER = 'or do without: npm start needs no Docker';

/** Older ones do not know a dependency that is optional. */
const OLDEST_COMPOSE = [2, 20, 2] as const;

/** Everything that keeps the stack from starting on a machine of which these facts are true. */
export function reasonsNotToStart(facts: Facts, stack: Stack): CannotStart[] {
  return [
    ...aboutEngine(facts.engine),
    ...(facts.engine.state === 'absent' ? [] : aboutCompose(facts.compose)),
    ...facts.takenPorts.map(portTaken),
    ...facts.outOfReach.map(imageOutOfReach),
    ...(wantsToken(stack.awsImage) && !stack.hasToken ? [tokenWanted(stack.awsImage)] : []),
  ];
}

function aboutEngine({ state }: Engine): CannotStart[] {
  if (state === 'running') return [];
  const [message, fix] = ENGINE_TROUBLE[state];
  return [new CannotStart(`engine-${state}`, message, [fix, WITHOUT_DOCKER])];
}

const ENGINE_TROUBLE = {
  absent: [
    'there is no Docker on this machine',
    'install Docker Desktop, or Docker Engine with the compose plugin: https://docs.docker.com/get-docker',
  ],
  stopped: [
    'Docker is installed but does not answer',
    'start Docker Desktop, or: sudo systemctl start docker',
  ],
  forbidden: [
    'Docker runs, and you may not use it',
    'sudo usermod -aG docker "$USER", then log in anew',
  ],
} as const;

function aboutCompose(compose: Compose): CannotStart[] {
  const message = composeTrouble(compose);
  return message === undefined
    ? []
    : [new CannotStart(`compose-${compose.state}`, message, [COMPOSE_FIX, WITHOUT_DOCKER])];
}

const COMPOSE_FIX =
  'sudo apt install docker-compose-plugin, or the like for your system: https://docs.docker.com/compose/install';

function composeTrouble(compose: Compose): string | undefined {
  if (compose.state === 'absent') return 'Docker has no "compose" command';
  if (compose.state === 'version-1') {
    return 'there is docker-compose, version 1, and no "docker compose": the stack needs version 2';
  }
  return isAtLeast(compose.version, OLDEST_COMPOSE)
    ? undefined
    : `Compose ${compose.version} is older than ${OLDEST_COMPOSE.join('.')}`;
}

function isAtLeast(version: string, oldest: readonly number[]): boolean {
  const parts = version.split(/[.+-]/).map(Number);
  const at = oldest.findIndex((part, index) => part !== parts[index]);
  return at < 0 || (parts[at] ?? 0) > (oldest[at] ?? 0);
}

function portTaken({ port, variable, container }: TakenPort): CannotStart {
  const by = container === undefined ? '' : ` by container ${container.name} (${container.image})`;
  return new CannotStart('port-in-use', `port ${port} is in use${by}`, [
    container === undefined
      ? 'stop the program that listens there'
      : `docker stop ${container.name}`,
    `or take another: ${variable}=${port + 100} npm run up`,
  ]);
}

const imageOutOfReach = ({ image, builtBy, reason }: OutOfReach): CannotStart =>
  new CannotStart(
    'image-out-of-reach',
    `image ${image} is not on this machine and cannot be downloaded: ${reason}`,
    [
      builtBy === undefined
        ? `once, with a network: docker pull ${image}`
        : `once, with a network: docker compose build ${builtBy}`,
      'afterwards no network is needed',
    ],
  );

/** LocalStack after 4.14.0 has calendar versions, wants an account, and exits with 55 without one. */
function wantsToken(image: string): boolean {
  const [, kind, tag = 'latest'] = /^localstack\/localstack(-pro)?(?::([^@]+))?/.exec(image) ?? [];
  const isLocalStack = image.startsWith('localstack/localstack');
  return isLocalStack && (kind !== undefined || !/^[0-4]\.\d/.test(tag));
}

export const tokenWanted = (image: string): CannotStart =>
  new CannotStart('token-wanted', `LocalStack as ${image} wants an account's token`, [
    'use the last release that wants none, 4.14.0: unset KINLAB_AWS_IMAGE',
    'or: export LOCALSTACK_AUTH_TOKEN=…',
  ]);
