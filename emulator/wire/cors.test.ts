import { describe, expect, it } from 'vitest';
import { preflightResponse, readableBy } from './cors.ts';
import { givenRequest } from './given-request.test-support.ts';

const ORIGIN = 'http://localhost:5566';

describe('preflightResponse', () => {
  it('allows what is asked for', () => {
    const headers = {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-amz-target',
    };
    expect(preflightResponse(givenRequest('OPTIONS', '/', { headers }))).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type,x-amz-target',
        'access-control-max-age': '172800',
      },
    });
  });

  it.each([
    ['POST', { origin: ORIGIN, 'access-control-request-method': 'POST' }],
    ['OPTIONS', { origin: ORIGIN }],
    ['OPTIONS', { 'access-control-request-method': 'POST' }],
  ])('leaves another %s alone', (method, headers) => {
    expect(preflightResponse(givenRequest(method, '/', { headers }))).toBeUndefined();
  });
});

describe('readableBy', () => {
  it('names the page that asked, and keeps the rest', () => {
    const body = Buffer.from('answer');
    const response = { status: 404, headers: { 'x-amzn-requestid': '1' }, body };
    expect(readableBy(ORIGIN, response)).toMatchObject({
      status: 404,
      headers: {
        'x-amzn-requestid': '1',
        'access-control-allow-origin': ORIGIN,
        vary: 'origin',
      },
      body,
    });
  });
});
