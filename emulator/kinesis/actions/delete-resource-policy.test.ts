import { describe, expect, it } from 'vitest';

import { givenStream, STREAM_ARN } from '../given-kinesis.test-support.ts';

describe('DeleteResourcePolicy', () => {
  it('removes the policy, and is an error where there is none', async () => {
    const { call, send, refusal } = await givenStream();
    const request = { ResourceARN: STREAM_ARN };
    await call('PutResourcePolicy', { ...request, Policy: '{"a":1}' });
    expect(await send('DeleteResourcePolicy', request)).toEqual({ status: 200, text: '' });
    expect(await call('GetResourcePolicy', request)).toEqual({ Policy: '{}' });
    expect(await refusal('DeleteResourcePolicy', request)).toMatch(/^ResourceNotFoundException/);
  });
});
