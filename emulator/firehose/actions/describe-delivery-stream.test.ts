import { describe, expect, it } from 'vitest';
import { BUCKET, givenFirehose } from '../given-firehose.test-support.ts';

describe('DescribeDeliveryStream', () => {
  it('tells the destination in both its forms, and the version', async () => {
    const { create, describe: described } = await givenFirehose();
    await create();
    const s3 = {
      BucketARN: `arn:aws:s3:::${BUCKET}`,
      BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 },
      CompressionFormat: 'UNCOMPRESSED',
    };
    expect(await described()).toMatchObject({
      DeliveryStreamName: 'd',
      DeliveryStreamType: 'DirectPut',
      VersionId: '1',
      HasMoreDestinations: false,
      Destinations: [
        {
          DestinationId: 'destinationId-000000000001',
          S3DestinationDescription: s3,
          ExtendedS3DestinationDescription: s3,
        },
      ],
    });
  });

  it('knows no delivery stream that was not created', async () => {
    const { describe: described } = await givenFirehose();
    await expect(described()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Firehose d not found under account 000000000000.',
    });
  });
});
