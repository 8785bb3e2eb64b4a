import { describe, expect, it } from 'vitest';
import { reasonsNotToStart } from './cannot-start.ts';
import { gatherFacts } from './facts.ts';
import { ALL_WELL, givenDocker, type GivenDocker } from './given-docker.test-support.ts';
import { stackOf } from './stack.ts';

const free = () => Promise.resolve(false);

interface Situation {
  readonly docker: GivenDocker;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTaken?: (port: number) => Promise<boolean>;
}

/** What stands in the way, as `code: message` and the first mend. */
async function reasonsIn({ docker, env = {}, isTaken = free }: Situation): Promise<string[]> {
  const stack = stackOf(env);
  const reasons = reasonsNotToStart(await gatherFacts(docker, stack, isTaken), stack);
  return reasons.flatMap(({ code, message, fixes }) => [`${code}: ${message}`, fixes[0] ?? '']);
}

describe('npm run up', () => {
  it('starts where all is well', async () => {
    expect(await reasonsIn({ docker: givenDocker(ALL_WELL) })).toEqual([]);
  });

  it('says that there is no Docker, and nothing of what follows from it', async () => {
    const docker = givenDocker({ version: { code: undefined } });
    expect(await reasonsIn({ docker })).toEqual([
      'engine-absent: there is no Docker on this machine',
      expect.stringContaining('install Docker'),
    ]);
  });

  it.each([
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock.', 'engine-stopped'],
    ['permission denied while trying to connect to the Docker daemon socket', 'engine-forbidden'],
  ])('tells why the engine does not answer: %s', async (stderr, code) => {
    const docker = givenDocker({ ...ALL_WELL, version: { code: 1, stderr } });
    expect((await reasonsIn({ docker }))[0]).toContain(`${code}: `);
    expect(docker.asked.some((line) => line.startsWith('pull'))).toBe(false);
  });

  it('tells a missing compose plugin from version 1 of compose', async () => {
    const { 'compose version': _, ...withoutCompose } = ALL_WELL;
    const first = async (oldCompose: boolean) =>
      (await reasonsIn({ docker: givenDocker(withoutCompose, { oldCompose }) }))[0];
    expect(await first(false)).toBe('compose-absent: Docker has no "compose" command');
    expect(await first(true)).toMatch(/^compose-version-1: .* version 1/);
  });

  it.each([
    ['v2.20.2', false],
    ['2.26.1-4', false],
    ['2.40.0+ds1', false],
    ['3.0.0', false],
    ['2.20.1', true],
    ['2.9.0', true],
    ['1.29.2', true],
  ])('with Compose %s is too old: %s', async (version, isTooOld) => {
    const docker = givenDocker({ ...ALL_WELL, 'compose version': { stdout: version } });
    expect((await reasonsIn({ docker })).length > 0).toBe(isTooOld);
  });

  it('names the container that has the port, and a port to take instead', async () => {
    const docker = givenDocker({
      ...ALL_WELL,
      ps: { stdout: 'localstack-main\tlocalstack/localstack:4.12\t\n' },
    });
    expect(await reasonsIn({ docker, isTaken: (port) => Promise.resolve(port === 4566) })).toEqual([
      'port-in-use: port 4566 is in use by container localstack-main (localstack/localstack:4.12)',
      'docker stop localstack-main',
    ]);
  });

  it('takes a port of its own stack for free', async () => {
    const docker = givenDocker({ ...ALL_WELL, ps: { stdout: 'kinlab-aws-1\tkinlab\tkinlab\n' } });
    expect(await reasonsIn({ docker, isTaken: () => Promise.resolve(true) })).toEqual([]);
  });

  it('asks for the port of our Firehose where that is used, and for moved ports', async () => {
    const asked: number[] = [];
    const isTaken = (port: number) => {
      asked.push(port);
      return Promise.resolve(true);
    };
    const env = { KINLAB_FIREHOSE: 'kinlab', KINLAB_PORT: '4600' };
    const reasons = await reasonsIn({ docker: givenDocker(ALL_WELL), env, isTaken });
    expect(asked).toEqual([4600, 5566, 4573]);
    expect(reasons).toContain('port-in-use: port 4573 is in use');
    expect(reasons).toContain('port-in-use: port 5566 is in use');
  });

  it('finds that an image is missing where there is no network', async () => {
    const { 'image inspect': _, ...withoutImages } = ALL_WELL;
    const pull = { code: 1, stderr: 'Error response\ndial tcp: lookup registry-1.docker.io' };
    expect(await reasonsIn({ docker: givenDocker({ ...withoutImages, pull }) })).toEqual([
      'image-out-of-reach: image node:24-bookworm-slim is not on this machine and cannot be downloaded: dial tcp: lookup registry-1.docker.io',
      'once, with a network: docker compose build producer',
      'image-out-of-reach: image localstack/localstack:4.14.0 is not on this machine and cannot be downloaded: dial tcp: lookup registry-1.docker.io',
      'once, with a network: docker compose build aws',
    ]);
  });

  it('downloads another emulator by its name, and builds nothing in its place', async () => {
    const docker = givenDocker({
      ...ALL_WELL,
      'image inspect --format {{.Id}} floci/floci:2.1.0': { code: 1 },
      pull: {},
    });
    const script = { KINLAB_AWS_IMAGE: 'floci/floci:2.1.0' };
    const missing = givenDocker({ pull: {}, version: {}, 'compose version': { stdout: '2.40.0' } });
    expect(await reasonsIn({ docker, env: script })).toEqual([]);
    expect(await reasonsIn({ docker: missing, env: script })).toEqual([]);
    expect(missing.asked).toContain('pull --quiet floci/floci:2.1.0');
    expect(missing.asked).not.toContain('pull --quiet localstack/localstack:4.14.0');
  });
});

describe('an image of LocalStack', () => {
  const wantsToken = async (image: string, token = '') => {
    const env = { KINLAB_AWS_IMAGE: image, LOCALSTACK_AUTH_TOKEN: token };
    const reasons = await reasonsIn({ docker: givenDocker(ALL_WELL), env });
    return reasons.some((line) => line.startsWith('token-wanted'));
  };

  it.each([
    ['localstack/localstack:2026.3.0', true],
    ['localstack/localstack:latest', true],
    ['localstack/localstack', true],
    ['localstack/localstack-pro:4.14.0', true],
    ['localstack/localstack:4.14.0', false],
    ['localstack/localstack:4.14.0@sha256:0000', false],
    ['localstack/localstack:3.8', false],
    ['floci/floci:2.1.0', false],
    ['kinlab-aws:0.1.0', false],
  ])('%s wants a token: %s', async (image, isWanted) => {
    expect(await wantsToken(image)).toBe(isWanted);
  });

  it('is fine with one', async () => {
    expect(await wantsToken('localstack/localstack:2026.3.0', 'ls-token')).toBe(false);
  });
});
