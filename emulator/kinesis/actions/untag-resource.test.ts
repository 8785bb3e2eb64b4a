import { describe, expect, it } from 'vitest';

import { givenConsumer, STREAM_ARN } from '../given-kinesis.test-support.ts';

describe('UntagResource', () => {
  it('removes tags of that resource alone', async () => {
    const { call, send, consumerArn } = await givenConsumer();
    for (const ResourceARN of [STREAM_ARN, consumerArn]) {
      await call('TagResource', { ResourceARN, Tags: { a: '1', b: '2' } });
    }
    const request = { ResourceARN: consumerArn, TagKeys: ['a', 'absent'] };
    expect(await send('UntagResource', request)).toEqual({ status: 200, text: '' });
    const left = await call('ListTagsForResource', { ResourceARN: consumerArn });
    expect(left.Tags).toEqual([{ Key: 'b', Value: '2' }]);
    const other = await call('ListTagsForResource', { ResourceARN: STREAM_ARN });
    expect(other.Tags).toHaveLength(2);
  });
});
