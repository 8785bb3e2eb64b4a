import {
  ListTagsForDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { givenFirehose } from '../given-firehose.test-support.ts';

const DeliveryStreamName = 'd';

describe('UntagDeliveryStream', () => {
  it('takes tags away, and does not mind those that are not there', async () => {
    const { create, firehose } = await givenFirehose();
    await create({}, { Tags: [{ Key: 'a' }, { Key: 'b' }] });
    const TagKeys = ['a', 'c'];
    await firehose.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys }));
    const list = new ListTagsForDeliveryStreamCommand({ DeliveryStreamName });
    expect((await firehose.send(list)).Tags).toEqual([{ Key: 'b', Value: '' }]);
  });
});
