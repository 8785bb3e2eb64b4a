import {
  ListTagsForDeliveryStreamCommand,
  TagDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { givenFirehose } from '../given-firehose.test-support.ts';

const DeliveryStreamName = 'd';

describe('TagDeliveryStream', () => {
  it('adds to the tags of creation, and gives a key its new value', async () => {
    const { create, firehose } = await givenFirehose();
    await create({}, { Tags: [{ Key: 'lab', Value: '1' }, { Key: 'owner' }] });
    const Tags = [{ Key: 'lab', Value: '2' }];
    await firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags }));
    const list = new ListTagsForDeliveryStreamCommand({ DeliveryStreamName });
    expect((await firehose.send(list)).Tags).toEqual([
      { Key: 'lab', Value: '2' },
      { Key: 'owner', Value: '' },
    ]);
  });

  it('refuses the 51st', async () => {
    const { create, firehose } = await givenFirehose();
    await create({}, { Tags: [{ Key: 'first' }] });
    const Tags = Array.from({ length: 50 }, (_, at) => ({ Key: `k${at}` }));
    await expect(
      firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags })),
    ).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it.each([[[]], [[{ Key: 'aws:lab' }]], [[{ Key: 'lab', Value: '?' }]]])(
    'refuses %j',
    async (Tags) => {
      const { create, firehose } = await givenFirehose();
      await create();
      await expect(
        firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags })),
      ).rejects.toMatchObject({ name: 'ValidationException' });
    },
  );
});
