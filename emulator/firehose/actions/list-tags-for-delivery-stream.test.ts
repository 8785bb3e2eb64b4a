import { ListTagsForDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { givenFirehose } from '../given-firehose.test-support.ts';

const DeliveryStreamName = 'd';

const list = (more: object = {}) =>
  new ListTagsForDeliveryStreamCommand({ DeliveryStreamName, ...more });

describe('ListTagsForDeliveryStream', () => {
  it('lists in pages', async () => {
    const { create, firehose } = await givenFirehose();
    await create({}, { Tags: [{ Key: 'b' }, { Key: 'a' }, { Key: 'c' }] });
    expect(await firehose.send(list({ Limit: 2 }))).toMatchObject({
      Tags: [{ Key: 'a' }, { Key: 'b' }],
      HasMoreTags: true,
    });
    expect(await firehose.send(list({ ExclusiveStartTagKey: 'b' }))).toMatchObject({
      Tags: [{ Key: 'c' }],
      HasMoreTags: false,
    });
  });

  it('has an empty list where there are none, and an error where there is no delivery stream', async () => {
    const { create, firehose } = await givenFirehose();
    await expect(firehose.send(list())).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await create();
    expect(await firehose.send(list())).toMatchObject({ Tags: [], HasMoreTags: false });
  });
});
