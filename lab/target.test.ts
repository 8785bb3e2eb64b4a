import { describe, expect, it } from 'vitest';
import { readSettings } from './settings/settings.ts';
import { resolveTarget, TargetUnclear } from './target.ts';

const resolve = (env: Record<string, string>) => resolveTarget(readSettings([], env), env);

describe('the target', () => {
  it('is a local endpoint with local credentials, unless AWS variables say otherwise', () => {
    const { region, kinesis } = resolve({ KINLAB_TARGET: 'localstack' });
    expect(region).toBe('us-east-1');
    expect(kinesis).toEqual({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });

  it('takes an endpoint for all services, and one service’s own before it', () => {
    const { kinesis, firehose } = resolve({
      KINLAB_TARGET: 'localstack',
      AWS_ENDPOINT_URL: 'http://aws:4566',
      AWS_ENDPOINT_URL_FIREHOSE: 'http://firehose:4573',
    });
    expect([kinesis.endpoint, firehose.endpoint]).toEqual([
      'http://aws:4566',
      'http://firehose:4573',
    ]);
  });

  it('takes an empty variable for none, as compose files give them', () => {
    const env = { KINLAB_TARGET: 'localstack', AWS_ENDPOINT_URL: 'http://aws:4566' };
    expect(resolve({ ...env, AWS_ENDPOINT_URL_FIREHOSE: '' }).firehose.endpoint).toBe(
      'http://aws:4566',
    );
  });

  it('leaves endpoint and credentials on AWS to the SDK', () => {
    const { kinesis } = resolve({ KINLAB_TARGET: 'aws', AWS_DEFAULT_REGION: 'eu-west-1' });
    expect(kinesis).toEqual({ region: 'eu-west-1' });
  });

  it('needs a region on AWS', () => {
    expect(() => resolve({ KINLAB_TARGET: 'aws' })).toThrow(TargetUnclear);
  });

  it('knows whose Firehose delivers', () => {
    const env = { KINLAB_TARGET: 'localstack', KINLAB_FIREHOSE: 'kinlab' };
    expect(resolve(env).firehoseBy).toBe('kinlab');
  });
});
