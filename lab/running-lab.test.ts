import { describe, expect, it } from 'vitest';
import { placeOf } from './running-lab.ts';
import { readSettings } from './settings/settings.ts';

const endpointOf = (args: readonly string[], env: Record<string, string> = {}) =>
  placeOf(readSettings(args, env), env).kinesis.endpoint;

describe('placeOf', () => {
  it('takes the embedded lab to be at its port, unless the variables say where', () => {
    expect(endpointOf([])).toBe('http://127.0.0.1:4566');
    expect(endpointOf(['--port', '4567'])).toBe('http://127.0.0.1:4567');
    expect(endpointOf(['--port', '4567'], { AWS_ENDPOINT_URL: '' })).toBe('http://127.0.0.1:4567');
    expect(endpointOf([], { AWS_ENDPOINT_URL: 'http://lab:1' })).toBe('http://lab:1');
    expect(endpointOf([], { AWS_ENDPOINT_URL_KINESIS: 'http://lab:2' })).toBe('http://lab:2');
  });

  it('is the target itself elsewhere', () => {
    expect(endpointOf(['--target', 'localstack', '--port', '1'])).toBe('http://127.0.0.1:4566');
  });
});
