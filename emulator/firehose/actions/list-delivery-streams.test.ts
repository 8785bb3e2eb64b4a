import { ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { givenFirehose } from '../given-firehose.test-support.ts';

describe('ListDeliveryStreams', () => {
  it('lists ten at a time, by name, from behind the last one', async () => {
    const { create, firehose } = await givenFirehose();
    const names = Array.from({ length: 12 }, (_, at) => `d${String(at).padStart(2, '0')}`);
    for (const DeliveryStreamName of names.toReversed()) await create({}, { DeliveryStreamName });
    const first = await firehose.send(new ListDeliveryStreamsCommand({}));
    expect(first.DeliveryStreamNames).toEqual(names.slice(0, 10));
    expect(first.HasMoreDeliveryStreams).toBe(true);
    const rest = await firehose.send(
      new ListDeliveryStreamsCommand({ ExclusiveStartDeliveryStreamName: 'd09' }),
    );
    expect(rest.DeliveryStreamNames).toEqual(['d10', 'd11']);
    expect(rest.HasMoreDeliveryStreams).toBe(false);
  });
});
