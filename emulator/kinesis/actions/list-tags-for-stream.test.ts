import { describe, expect, it } from 'vitest';

import { givenStream, STREAM } from '../given-kinesis.test-support.ts';

describe('ListTagsForStream', () => {
  it('gives tags page by page, in the order of their keys', async () => {
    const { call } = await givenStream();
    await call('AddTagsToStream', { StreamName: STREAM, Tags: { c: '3', a: '1', b: '2' } });
    const first = await call('ListTagsForStream', { StreamName: STREAM, Limit: 2 });
    expect(first).toEqual({
      HasMoreTags: true,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    const next = { StreamName: STREAM, ExclusiveStartTagKey: 'b' };
    expect(await call('ListTagsForStream', next)).toEqual({
      HasMoreTags: false,
      Tags: [{ Key: 'c', Value: '3' }],
    });
  });

  it('gives none of a stream without tags, and refuses a limit beyond 50', async () => {
    const { call, refusal } = await givenStream();
    const none = await call('ListTagsForStream', { StreamName: STREAM });
    expect(none).toEqual({ HasMoreTags: false, Tags: [] });
    expect(await refusal('ListTagsForStream', { StreamName: STREAM, Limit: 51 })).toBe(
      "ValidationException: 1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
    );
  });
});
