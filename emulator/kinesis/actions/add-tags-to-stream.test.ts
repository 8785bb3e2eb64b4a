import { describe, expect, it } from 'vitest';

import { CHANGE_MS, givenKinesis, givenStream, STREAM } from '../given-kinesis.test-support.ts';

const tagsOf = (count: number, from = 0): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key-${from + n}`, 'value']));

describe('AddTagsToStream', () => {
  it('adds tags, gives new values to old ones, and answers with an empty body', async () => {
    const { call, send } = await givenStream();
    await call('AddTagsToStream', { StreamName: STREAM, Tags: { team: 'fish', stage: 'test' } });
    const more = { StreamName: STREAM, Tags: { team: 'birds', cost: '' } };
    expect(await send('AddTagsToStream', more)).toEqual({ status: 200, text: '' });
    expect(await call('ListTagsForStream', { StreamName: STREAM })).toEqual({
      HasMoreTags: false,
      Tags: [
        { Key: 'cost', Value: '' },
        { Key: 'stage', Value: 'test' },
        { Key: 'team', Value: 'birds' },
      ],
    });
  });

  it('takes 50 tags and not one more, and then adds none', async () => {
    const { call, refusal } = await givenStream();
    await call('AddTagsToStream', { StreamName: STREAM, Tags: tagsOf(49) });
    expect(await refusal('AddTagsToStream', { StreamName: STREAM, Tags: tagsOf(2, 49) })).toBe(
      'InvalidArgumentException: Failed to add tags to stream rivers under account 123456789012 because a given stream cannot have more than 50 tags associated with it.',
    );
    await call('AddTagsToStream', { StreamName: STREAM, Tags: tagsOf(50) });
  });

  it('refuses illegal characters before it looks for the stream', async () => {
    const { call, refusal } = await givenStream();
    const words =
      'InvalidArgumentException: Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.';
    const none = 'no-such-stream';
    expect(await refusal('AddTagsToStream', { StreamName: none, Tags: { 'a!': '' } })).toBe(words);
    expect(await refusal('AddTagsToStream', { StreamName: none, Tags: { a: '#' } })).toBe(words);
    await call('AddTagsToStream', { StreamName: STREAM, Tags: { 'São _./=+-%@': 'água 1' } });
  });

  it('refuses a stream that is still CREATING, or DELETING', async () => {
    const { call, refusal, clock } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM, Tags: { from: 'birth' } });
    const request = { StreamName: STREAM, Tags: { a: '1' } };
    expect(await refusal('AddTagsToStream', request)).toBe(
      'ResourceInUseException: Stream rivers under account 123456789012 not ACTIVE, instead in state CREATING',
    );
    const { Tags } = await call('ListTagsForStream', { StreamName: STREAM });
    expect(Tags).toEqual([{ Key: 'from', Value: 'birth' }]);
    await clock.advance(CHANGE_MS);
    await call('DeleteStream', { StreamName: STREAM });
    expect(await refusal('AddTagsToStream', request)).toMatch(/instead in state DELETING$/);
  });

  it('names every constraint that is broken', async () => {
    const { refusal } = await givenStream();
    expect(await refusal('AddTagsToStream', { StreamName: 'a b', Tags: {} })).toBe(
      "ValidationException: 2 validation errors detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '{}' at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    expect(await refusal('AddTagsToStream', { StreamName: STREAM, Tags: { a: 1 } })).toMatch(
      /^SerializationException/,
    );
  });
});
