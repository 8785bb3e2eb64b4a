import { describe, expect, it } from 'vitest';
import { readContainers } from './containers.ts';
import { givenDocker } from './given-docker.test-support.ts';
import { whyNotHealthy } from './why-not-healthy.ts';

const row = (Service: string, State: string, more: object = {}): string =>
  JSON.stringify({ ID: `id-${Service}`, Service, State, ExitCode: 0, Health: '', ...more });

const AWS_IMAGE = 'localstack/localstack:2026.6.0';

async function why(rows: readonly string[], script = {}): Promise<string> {
  const docker = givenDocker({ 'compose ps': { stdout: rows.join('\n') }, ...script });
  const { message, code } = whyNotHealthy(await readContainers(docker), AWS_IMAGE);
  return `${code}: ${message}`;
}

describe('a stack that does not come up', () => {
  it('repeats what the failed init hook said, though others wait for it', async () => {
    const rows = [row('producer', 'created'), row('aws', 'running', { Health: 'unhealthy' })];
    const health = { Log: [{ Output: '' }, { Output: '\nLimitExceeded: too many shards\n' }] };
    const inspect = { stdout: JSON.stringify(health) };
    expect(await why(rows, { 'inspect --format {{json .State.Health}} id-aws': inspect })).toBe(
      'stack-not-healthy: aws is not healthy: LimitExceeded: too many shards',
    );
  });

  it('repeats the last line of a service that has ended', async () => {
    const rows = [
      row('consumer-1', 'running'),
      row('producer', 'exited', { ExitCode: 254 }),
      row('aws', 'running', { Health: 'healthy' }),
    ];
    const logs = { stderr: 'no delivery stream events-to-s3\n' };
    expect(
      await why(rows, { 'logs --tail 1 id-producer': logs, inspect: { stdout: 'null' } }),
    ).toBe('stack-not-healthy: producer ended with 254: no delivery stream events-to-s3');
  });

  it('knows how LocalStack ends that wants a token', async () => {
    const rows = [row('aws', 'exited', { ExitCode: 55 })];
    expect(await why(rows, { logs: { stdout: 'license activation failed' } })).toBe(
      `token-wanted: LocalStack as ${AWS_IMAGE} wants an account's token`,
    );
  });

  it('says so when nothing was started, or nothing is wrong but slow', async () => {
    expect(await why([])).toMatch('started nothing');
    const slow = [row('aws', 'running', { Health: 'starting' })];
    expect(await why(slow, { inspect: { stdout: 'null' } })).toMatch('in time');
  });
});
