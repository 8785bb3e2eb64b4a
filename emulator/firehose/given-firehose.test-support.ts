import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  PutRecordCommand,
  type CreateDeliveryStreamCommandInput,
  type ExtendedS3DestinationConfiguration,
} from '@aws-sdk/client-firehose';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { firehoseClient, kinesisClient, s3Client } from '#runtime/aws.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { createEmulator } from '../index.ts';

export const BUCKET = 'archive';
export const ROLE = 'arn:aws:iam::000000000000:role/firehose';
/** Longer than any change of state takes here. */
export const CHANGE_MS = 100;
export const INTERVAL_MS = 60_000;

export const destination: ExtendedS3DestinationConfiguration = {
  RoleARN: ROLE,
  BucketARN: `arn:aws:s3:::${BUCKET}`,
  BufferingHints: { IntervalInSeconds: INTERVAL_MS / 1_000, SizeInMBs: 1 },
};

/** Firehose before an empty bucket, on a virtual clock; called through the AWS SDK, so that validation and wording count. */
export async function givenFirehose() {
  const clock = virtualClock({ isBusy: () => emulator.isBusy() });
  const emulator = createEmulator({ clock, random: seededRandom(7), log: silentLog });
  const connection = {
    region: 'us-east-1',
    requestHandler: emulator.requestHandler,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const firehose = firehoseClient(connection);
  const s3 = s3Client(connection);
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));

  const keys = async (): Promise<string[]> => {
    const { Contents: contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    return contents.map(({ Key: key = '' }) => key);
  };
  return {
    clock,
    firehose,
    s3,
    kinesis: kinesisClient(connection),
    statuses: emulator.firehose.statuses,
    deliveries: emulator.firehose.deliveries,
    keys,
    /** The texts of all objects, in the order of their keys. */
    texts: async (): Promise<string[]> =>
      Promise.all(
        (await keys()).map(async (Key) => {
          const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
          return (await body?.transformToString()) ?? '';
        }),
      ),
    /** A delivery stream for direct puts, ACTIVE. */
    create: async (
      changes: Partial<ExtendedS3DestinationConfiguration> = {},
      more: Partial<CreateDeliveryStreamCommandInput> = {},
    ): Promise<void> => {
      await firehose.send(
        new CreateDeliveryStreamCommand({
          DeliveryStreamName: 'd',
          ExtendedS3DestinationConfiguration: { ...destination, ...changes },
          ...more,
        }),
      );
      await clock.advance(CHANGE_MS);
    },
    put: (text: string) =>
      firehose.send(
        new PutRecordCommand({ DeliveryStreamName: 'd', Record: { Data: Buffer.from(text) } }),
      ),
    describe: async () => {
      const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'd' });
      return (await firehose.send(command)).DeliveryStreamDescription;
    },
  };
}
