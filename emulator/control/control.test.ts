import { describe, expect, it } from 'vitest';
import { givenRequest } from '../wire/given-request.test-support.ts';
import { createControl } from './index.ts';
import { metricsEndpoint } from './metrics.ts';

const metric = { Namespace: 'AWS/Kinesis', MetricName: 'Refused', Dimensions: [], Sum: 3 };

async function ask(method: string, path: string, headers: Record<string, string> = {}) {
  const control = createControl([metricsEndpoint(() => [metric])]);
  const response = await control(givenRequest(method, path, { headers }));
  if (!response || !(response.body instanceof Uint8Array)) return undefined;
  return {
    status: response.status,
    body: JSON.parse(Buffer.from(response.body).toString()) as object,
  };
}

describe('what lies below /_kinlab/', () => {
  it('tells the metrics', async () => {
    expect(await ask('GET', '/_kinlab/metrics')).toEqual({
      status: 200,
      body: { Metrics: [metric] },
    });
  });

  it('says what there is, and how it is asked for', async () => {
    expect(await ask('GET', '/_kinlab/secrets')).toEqual({
      status: 404,
      body: { message: '/_kinlab/secrets: there is /_kinlab/metrics.' },
    });
    expect(await ask('POST', '/_kinlab/metrics')).toEqual({
      status: 405,
      body: { message: '/_kinlab/metrics takes GET.' },
    });
  });

  it('says nothing to web pages from elsewhere', async () => {
    const headers = { origin: 'https://example.com' };
    const answer = await ask('GET', '/_kinlab/metrics', headers);
    expect(answer).toMatchObject({ status: 403 });
  });

  it('leaves other paths to the services', async () => {
    expect(await ask('GET', '/_kinlab')).toBeUndefined();
    expect(await ask('GET', '/bucket/_kinlab/metrics')).toBeUndefined();
  });
});
