import { describe, expect, it } from 'vitest';
import { run } from '../support/program.ts';

/** The program as users start it, without a home, a profile or an instance that could give credentials. */
const nowhere = {
  KINLAB_TARGET: 'aws',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };

describe('KINLAB_TARGET=aws without what it needs', () => {
  it.each([
    [{}, 253, '✖ no AWS region', 'export AWS_REGION=us-east-1'],
    [{ AWS_REGION: 'eu-west-1' }, 253, '✖ no AWS credentials found', 'aws configure'],
    [
      { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', ...KEYS },
      253,
      '✖ KINLAB_TARGET=aws, but AWS_ENDPOINT_URL=http://127.0.0.1:4566 is set',
      'unset AWS_ENDPOINT_URL',
    ],
    [
      { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      253,
      '✖ KINLAB_TARGET=aws, but AWS_ACCESS_KEY_ID is "test"',
      'unset AWS_ACCESS_KEY_ID',
    ],
  ])('%j ends with one message and its mend', async (env, code, message, mend) => {
    for (const verb of ['demo', 'reset']) {
      const ended = await run([verb], { env: { ...nowhere, ...env } });
      expect(ended).toMatchObject({ code, stdout: '' });
      expect(ended.stderr).toContain(message);
      expect(ended.stderr).toContain(mend);
      expect(ended.stderr.match(/✖/g)).toHaveLength(1);
    }
  });

  it('asks AWS itself as soon as region and keys are there, which no test may', async () => {
    const { code, stderr } = await run(['demo'], {
      env: { ...nowhere, ...KEYS, AWS_REGION: 'eu-west-1' },
    });
    expect(stderr).toContain('connected elsewhere: sts.eu-west-1.amazonaws.com');
    expect(code).toBe(97);
  });
});

describe('kinlab reset', () => {
  it('has nothing to delete on other targets, and says so', async () => {
    const { code, stderr } = await run(['reset']);
    expect(code).toBe(252);
    expect(stderr).toContain('KINLAB_TARGET=aws kinlab reset');
  });
});

describe('kinlab iam print', () => {
  it('prints the policies, as JSON, without asking anybody', async () => {
    const { code, stdout } = await run(['iam', 'print'], { env: { AWS_REGION: 'sa-east-1' } });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      role: {
        name: '/kinlab/sa-east-1/kinlab-firehose-sa-east-1',
        trust: { Version: '2012-10-17' },
        permissions: { Version: '2012-10-17' },
      },
      caller: { permissions: { Version: '2012-10-17' } },
    });
  });
});
