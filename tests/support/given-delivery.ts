import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  PutRecordCommand,
  UpdateDestinationCommand,
  type DeliveryStreamDescription,
  type ExtendedS3DestinationConfiguration,
  type ExtendedS3DestinationUpdate,
} from '@aws-sdk/client-firehose';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { Stack } from './backends.ts';
import { freshName } from './given-stream.ts';
import { untilActive } from './until-active.ts';

export const INTERVAL_MS = 60_000;

const ROLE = 'arn:aws:iam::123456789012:role/firehose';

export interface GivenDelivery {
  readonly name: string;
  readonly bucket: string;
  readonly put: (text: string) => Promise<unknown>;
  readonly describe: () => Promise<DeliveryStreamDescription | undefined>;
  readonly update: (changes: ExtendedS3DestinationUpdate, version?: string) => Promise<unknown>;
}

/** A delivery stream for direct puts, or from a stream, with a bucket of its own. */
export async function givenDelivery(
  stack: Stack,
  changes: Partial<ExtendedS3DestinationConfiguration> = {},
  streamArn?: string,
): Promise<GivenDelivery> {
  const { firehose, s3 } = stack;
  const DeliveryStreamName = freshName();
  const bucket = freshName();
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName,
      ...(streamArn !== undefined && {
        DeliveryStreamType: 'KinesisStreamAsSource',
        KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn, RoleARN: ROLE },
      }),
      ExtendedS3DestinationConfiguration: {
        RoleARN: ROLE,
        BucketARN: `arn:aws:s3:::${bucket}`,
        BufferingHints: { IntervalInSeconds: INTERVAL_MS / 1_000, SizeInMBs: 1 },
        ...changes,
      },
    }),
  );
  const describe = async () => {
    const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName });
    return (await firehose.send(command)).DeliveryStreamDescription;
  };
  await untilActive(stack, async () => (await describe())?.DeliveryStreamStatus);

  return {
    name: DeliveryStreamName,
    bucket,
    describe,
    put: (text) =>
      firehose.send(
        new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.from(text) } }),
      ),
    update: async (ExtendedS3DestinationUpdate, version) => {
      const { VersionId, Destinations } = (await describe()) ?? {};
      return firehose.send(
        new UpdateDestinationCommand({
          DeliveryStreamName,
          CurrentDeliveryStreamVersionId: version ?? VersionId,
          DestinationId: Destinations?.[0]?.DestinationId,
          ExtendedS3DestinationUpdate,
        }),
      );
    },
  };
}
