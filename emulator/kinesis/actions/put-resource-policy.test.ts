import { describe, expect, it } from 'vitest';

import { givenConsumer, givenStream, STREAM_ARN } from '../given-kinesis.test-support.ts';

const Policy = '{"Version":"2012-10-17","Statement":[]}';

describe('PutResourcePolicy', () => {
  it('attaches a policy to a stream and another one to a consumer', async () => {
    const { call, send, consumerArn } = await givenConsumer();
    const request = { ResourceARN: STREAM_ARN, Policy };
    expect(await send('PutResourcePolicy', request)).toEqual({ status: 200, text: '' });
    await call('PutResourcePolicy', { ResourceARN: consumerArn, Policy: '{"Id":"x"}' });
    const policy = async (ResourceARN: string) =>
      (await call('GetResourcePolicy', { ResourceARN })).Policy;
    expect([await policy(STREAM_ARN), await policy(consumerArn)]).toEqual([Policy, '{"Id":"x"}']);
  });

  it('refuses what is no JSON object, and a stream that is missing', async () => {
    const { refusal } = await givenStream();
    for (const wrong of ['', 'allow', '[]', 'null', '1']) {
      const request = { ResourceARN: STREAM_ARN, Policy: wrong };
      expect(await refusal('PutResourcePolicy', request)).toMatch(/^InvalidArgumentException/);
    }
    const missing = { ResourceARN: `${STREAM_ARN}2`, Policy };
    expect(await refusal('PutResourcePolicy', missing)).toMatch(/^ResourceNotFoundException/);
  });
});
