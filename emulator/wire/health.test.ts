import { describe, expect, it } from 'vitest';
import { givenRequest, textOf } from './given-request.test-support.ts';
import { healthResponse } from './health.ts';

const NAMES = ['kinesis', 's3'];

describe('health', () => {
  it('lists each service', async () => {
    const response = healthResponse(givenRequest('GET', '/health'), NAMES);
    expect(response?.headers['content-type']).toBe('application/json');
    expect(response && JSON.parse(await textOf(response))).toEqual({
      status: 'ok',
      services: { kinesis: 'running', s3: 'running' },
    });
  });

  it("lists each service in LocalStack's shape, for scripts written for it", async () => {
    const response = healthResponse(givenRequest('GET', '/_localstack/health'), NAMES);
    expect(response && JSON.parse(await textOf(response))).toEqual({
      services: { kinesis: 'running', s3: 'running' },
      edition: 'kinlab',
      version: '4.14.0',
    });
  });

  it('answers HEAD without a body', async () => {
    const response = healthResponse(givenRequest('HEAD', '/health'), NAMES);
    expect(response?.status).toBe(200);
    expect(response && (await textOf(response))).toBe('');
  });

  it.each([
    ['a listing', givenRequest('GET', '/health?list-type=2')],
    ['a signed request', givenRequest('GET', '/health', { headers: { authorization: 'AWS4-…' } })],
    ['an upload', givenRequest('PUT', '/health')],
    ['another path', givenRequest('GET', '/healthy')],
  ])('leaves %s of a bucket called health to S3', (_, request) => {
    expect(healthResponse(request, NAMES)).toBeUndefined();
  });
});
