import { UpdateDestinationCommand } from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { givenFirehose, INTERVAL_MS } from '../given-firehose.test-support.ts';

const update = (CurrentDeliveryStreamVersionId: string) =>
  new UpdateDestinationCommand({
    DeliveryStreamName: 'd',
    CurrentDeliveryStreamVersionId,
    DestinationId: 'destinationId-000000000001',
    ExtendedS3DestinationUpdate: {
      CompressionFormat: 'GZIP',
      BufferingHints: { IntervalInSeconds: 900, SizeInMBs: 5 },
    },
  });

describe('UpdateDestination', () => {
  it('raises the version and keeps what was not given', async () => {
    const { create, firehose, describe: described } = await givenFirehose();
    await create({ Prefix: 'kept/' });
    await firehose.send(update('1'));
    expect(await described()).toMatchObject({
      VersionId: '2',
      Destinations: [
        { ExtendedS3DestinationDescription: { Prefix: 'kept/', CompressionFormat: 'GZIP' } },
      ],
    });
  });

  it('leaves the deadline of pending records alone, and gives them the new format and version', async () => {
    const { create, put, firehose, clock, keys } = await givenFirehose();
    await create();
    await put('pending');
    await firehose.send(update('1'));
    await clock.advance(INTERVAL_MS - 1);
    expect(await keys()).toEqual([]);
    await clock.advance(1);
    const [key = ''] = await keys();
    expect(key).toMatch(/\/d-2-.*\.gz$/);
  });

  it('refuses a version that is not the present one', async () => {
    const { create, firehose } = await givenFirehose();
    await create();
    await expect(firehose.send(update('3'))).rejects.toMatchObject({
      name: 'ConcurrentModificationException',
      message:
        'Cannot update firehose: d since the current version id: 1 and specified version id: 3 do not match',
    });
  });
});
