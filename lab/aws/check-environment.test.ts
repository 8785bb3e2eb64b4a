import { describe, expect, it } from 'vitest';
import { checkAccessKey, checkAwsEnvironment, NotForAws } from './check-environment.ts';

describe('variables that stand in the way of AWS', () => {
  it.each([
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, 'AWS_ENDPOINT_URL=http://127.0.0.1:4566'],
    [{ AWS_ENDPOINT_URL_FIREHOSE: 'http://localhost:4573' }, 'AWS_ENDPOINT_URL_FIREHOSE='],
    [{ AWS_ENDPOINT_URL_S3: 'http://s3.localhost.localstack.cloud:4566' }, 'AWS_ENDPOINT_URL_S3='],
    [{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'x' }, 'AWS_ACCESS_KEY_ID is "test"'],
    [{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'test' }, 'AWS_SECRET_ACCESS_KEY is "test"'],
  ])('%j: says which, and how to mend it', (env, words) => {
    const check = (): void => checkAwsEnvironment(env);
    expect(check).toThrow(NotForAws);
    expect(check).toThrow(words);
    try {
      check();
    } catch (error) {
      const { exitCode, fixes } = error as NotForAws;
      expect(exitCode).toBe(253);
      const name = /AWS_[A-Z0-9_]+/.exec(words)?.[0] ?? '';
      expect(fixes[0]).toMatch(new RegExp(`^unset ${name}\\b`));
      // The mend works: without that variable nothing stands in the way.
      expect(() => checkAwsEnvironment({ ...env, [name]: undefined })).not.toThrow();
    }
  });

  it.each([
    {},
    { AWS_ENDPOINT_URL: '' },
    { AWS_ENDPOINT_URL: undefined },
    { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' },
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
  ])('%j: lets it pass', (env) => {
    expect(() => checkAwsEnvironment(env)).not.toThrow();
  });

  it('knows the local literal also where a profile gave it', () => {
    expect(() => checkAccessKey('test')).toThrow(NotForAws);
    expect(() => checkAccessKey('AKIAIOSFODNN7EXAMPLE')).not.toThrow();
  });
});
