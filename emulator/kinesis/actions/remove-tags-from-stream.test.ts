import { describe, expect, it } from 'vitest';

import { givenStream, STREAM } from '../given-kinesis.test-support.ts';

describe('RemoveTagsFromStream', () => {
  it('removes tags, passes over absent ones, and answers with an empty body', async () => {
    const { call, send } = await givenStream();
    await call('AddTagsToStream', { StreamName: STREAM, Tags: { a: '1', b: '2' } });
    const request = { StreamName: STREAM, TagKeys: ['a', 'c'] };
    expect(await send('RemoveTagsFromStream', request)).toEqual({ status: 200, text: '' });
    const { Tags } = await call('ListTagsForStream', { StreamName: STREAM });
    expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });

  it('refuses more than 50 keys and unknown streams', async () => {
    const { refusal } = await givenStream();
    const TagKeys = Array.from({ length: 51 }, (_, n) => `k${n}`);
    expect(await refusal('RemoveTagsFromStream', { StreamName: STREAM, TagKeys })).toMatch(
      /at 'tagKeys' failed to satisfy constraint: Member must have length less than or equal to 50$/,
    );
    const unknown = { StreamName: 'lakes', TagKeys: ['a'] };
    expect(await refusal('RemoveTagsFromStream', unknown)).toBe(
      'ResourceNotFoundException: Stream lakes under account 123456789012 not found.',
    );
  });
});
