import { describe, expect, it } from 'vitest';

import {
  CHANGE_MS,
  givenKinesis,
  givenStream,
  STREAM,
  STREAM_ARN,
} from '../given-kinesis.test-support.ts';

describe('ListTagsForResource', () => {
  it('lists the tags that a stream and a consumer were made with', async () => {
    const { call, clock } = givenKinesis();
    await call('CreateStream', { StreamName: STREAM, ShardCount: 1, Tags: { made: 'here' } });
    const atOnce = await call('ListTagsForResource', { ResourceARN: STREAM_ARN });
    expect(atOnce).toEqual({ Tags: [{ Key: 'made', Value: 'here' }] });
    await clock.advance(CHANGE_MS);
    const registration = { StreamARN: STREAM_ARN, ConsumerName: 'angler', Tags: { rod: 'long' } };
    const { Consumer } = await call('RegisterStreamConsumer', registration);
    const ofConsumer = await call('ListTagsForResource', { ResourceARN: Consumer.ConsumerARN });
    expect(ofConsumer.Tags).toEqual([{ Key: 'rod', Value: 'long' }]);
  });

  it('lists none where there are none, and knows no other stream', async () => {
    const { call, refusal } = await givenStream();
    expect(await call('ListTagsForResource', { ResourceARN: STREAM_ARN })).toEqual({ Tags: [] });
    expect(await refusal('ListTagsForResource', { ResourceARN: `${STREAM_ARN}2` })).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});
