import { describe, expect, it } from 'vitest';

import { givenConsumer, givenStream, STREAM_ARN } from '../given-kinesis.test-support.ts';

describe('TagResource', () => {
  it('tags a stream, and a consumer by itself', async () => {
    const { call, send, consumerArn } = await givenConsumer();
    const request = { ResourceARN: STREAM_ARN, Tags: { of: 'stream' } };
    expect(await send('TagResource', request)).toEqual({ status: 200, text: '' });
    await call('TagResource', { ResourceARN: consumerArn, Tags: { of: 'consumer' } });
    const tags = async (ResourceARN: string) =>
      (await call('ListTagsForResource', { ResourceARN })).Tags;
    expect(await tags(STREAM_ARN)).toEqual([{ Key: 'of', Value: 'stream' }]);
    expect(await tags(consumerArn)).toEqual([{ Key: 'of', Value: 'consumer' }]);
  });

  it('refuses an ARN that names neither, and one that names nothing', async () => {
    const { refusal } = await givenStream();
    const Tags = { a: '1' };
    const channel = STREAM_ARN.replace('stream/', 'channel/');
    expect(await refusal('TagResource', { ResourceARN: channel, Tags })).toMatch(
      /^InvalidArgumentException: Invalid ResourceARN/,
    );
    expect(await refusal('TagResource', { ResourceARN: `${STREAM_ARN}x`, Tags })).toBe(
      'ResourceNotFoundException: Stream riversx under account 123456789012 not found.',
    );
    expect(await refusal('TagResource', { ResourceARN: 'rivers', Tags })).toMatch(
      /at 'resourceARN' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws/,
    );
  });
});
