import { DeleteDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { CHANGE_MS, givenFirehose, INTERVAL_MS } from '../given-firehose.test-support.ts';

const command = new DeleteDeliveryStreamCommand({ DeliveryStreamName: 'd' });

describe('DeleteDeliveryStream', () => {
  it('discards the buffer, as AWS does', async () => {
    const { create, put, firehose, clock, keys } = await givenFirehose();
    await create();
    await put('never seen');
    await firehose.send(command);
    await clock.advance(2 * INTERVAL_MS);
    expect(await keys()).toEqual([]);
  });

  it('leaves nothing to describe', async () => {
    const { create, describe: described, firehose, clock } = await givenFirehose();
    await create();
    await firehose.send(command);
    await clock.advance(CHANGE_MS);
    await expect(described()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
