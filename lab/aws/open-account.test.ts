import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { givenAccount } from '#pipeline/aws/given-account.test-support.ts';
import { openAccount } from './open-account.ts';

const region = (given: ReturnType<typeof givenAccount>): string => given.scope.region;

afterEach(() => vi.unstubAllEnvs());

describe('opening an account', () => {
  it.each([
    [{ AWS_REGION: 'sa-east-1', AWS_DEFAULT_REGION: 'us-west-2' }, 'sa-east-1'],
    [{ AWS_DEFAULT_REGION: 'us-west-2' }, 'us-west-2'],
    [{ AWS_REGION: '' }, undefined],
    [{}, undefined],
  ])('takes the region of %j for %s; without, the SDK finds it', async (env, asked) => {
    const given = givenAccount();
    const regions: (string | undefined)[] = [];
    const opening = openAccount(env, given.scope, (name) => {
      regions.push(name);
      return given.clients;
    });
    const account = await given.until(opening);
    expect(regions).toEqual([asked]);
    expect(account.place).toEqual({
      account: '123456789012',
      region: region(given),
      partition: 'aws',
    });
  });

  it('says that there is no region', async () => {
    const given = givenAccount();
    given.clients.sts.config.region = () => Promise.reject(new Error('Region is missing'));
    await expect(openAccount({}, given.scope, () => given.clients)).rejects.toMatchObject({
      code: 'no-region',
      exitCode: 253,
      fixes: expect.arrayContaining(['export AWS_REGION=us-east-1']),
    });
    expect(given.sent).toEqual([]);
  });

  it('names the profiles that have a region, to who has none', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'open-account-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'config');
    const sections = ['[default]', '[sso-session work]\nsso_region = eu-west-1'];
    for (const name of ['work', 'home', 'club', 'more']) {
      sections.push(`[profile ${name}]\nregion = sa-east-1`);
    }
    writeFileSync(file, sections.join('\n'));
    vi.stubEnv('AWS_CONFIG_FILE', file);
    const given = givenAccount();
    given.clients.sts.config.region = () => Promise.reject(new Error('Region is missing'));
    await expect(openAccount({}, given.scope, () => given.clients)).rejects.toMatchObject({
      fixes: [
        'export AWS_REGION=us-east-1',
        'or export AWS_PROFILE=work, which has sa-east-1',
        'or export AWS_PROFILE=home, which has sa-east-1',
        'or export AWS_PROFILE=club, which has sa-east-1',
      ],
    });
  });

  it.each([
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'no-credentials'],
    ['CredentialsProviderError', 'Token is expired.', 'expired-credentials'],
  ])('says what is wrong with credentials: %s, %s', async (name, message, code) => {
    const given = givenAccount();
    given.clients.sts.config.credentials = () =>
      Promise.reject(Object.assign(new Error(message), { name }));
    await expect(openAccount({}, given.scope, () => given.clients)).rejects.toMatchObject({ code });
    expect(given.sent).toEqual([]);
  });

  it('asks nothing with the credentials of a local endpoint, wherever they came from', async () => {
    const given = givenAccount();
    given.clients.sts.config.credentials = () =>
      Promise.resolve({ accessKeyId: 'test', secretAccessKey: 'test' });
    await expect(openAccount({}, given.scope, () => given.clients)).rejects.toMatchObject({
      code: 'not-for-aws',
      exitCode: 253,
    });
    expect(given.sent).toEqual([]);
  });

  it('asks nothing with a local endpoint', async () => {
    const given = givenAccount();
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    await expect(openAccount(env, given.scope, () => given.clients)).rejects.toMatchObject({
      code: 'not-for-aws',
    });
    expect(given.sent).toEqual([]);
  });
});
