import { describe, expect, it } from 'vitest';

import { givenStream, STREAM_ARN } from '../given-kinesis.test-support.ts';

describe('GetResourcePolicy', () => {
  it('gives an empty policy where none was put', async () => {
    const { call } = await givenStream();
    expect(await call('GetResourcePolicy', { ResourceARN: STREAM_ARN })).toEqual({ Policy: '{}' });
  });

  it('gives a policy letter by letter, the last one that was put', async () => {
    const { call } = await givenStream();
    for (const Policy of ['{"a": 1}', '{ "b":\n2 }']) {
      await call('PutResourcePolicy', { ResourceARN: STREAM_ARN, Policy });
      expect(await call('GetResourcePolicy', { ResourceARN: STREAM_ARN })).toEqual({ Policy });
    }
  });
});
